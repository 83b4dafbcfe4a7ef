import {
  type Address,
  type ChainId,
  chainInfo,
  type Hash,
  type Leg,
  type TransactionFact,
  type TransferKind,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { addressOfWord, isAddressWord, isWord, type LogView, readTransfer } from './logs.ts';
import { isNativeLog, nativeToldByLogs } from './native-logs.ts';
import { nftTransfers } from './nfts.ts';

/** keccak256 of `Deposit(address,uint256)`: WETH9 makes units and emits no Transfer. */
export const DEPOSIT_TOPIC = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
/** keccak256 of `Withdrawal(address,uint256)`: WETH9 destroys units and emits no Transfer. */
export const WITHDRAWAL_TOPIC = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

/** A transaction and its receipt, decoded but not yet interpreted. Addresses and hashes in stored form. */
export type ReceiptView = {
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly block: number;
  readonly index: number;
  /** Unix seconds. */
  readonly time: number;
  readonly blockHash: Hash;
  readonly sender: Address;
  /** The receiver, or the address that the transaction created. */
  readonly to: Address;
  /** Top-level value in wei. */
  readonly value: bigint;
  readonly success: boolean;
  /** All the sender paid: execution, blobs and, on rollups, the L1 data. */
  readonly fee: bigint;
  /** Native units that the chain made for the transaction before it ran (a deposit from L1), in wei; they stay if it fails. */
  readonly minted?: { readonly to: Address; readonly amount: bigint };
  readonly logs: readonly LogView[];
};

/** What the sender paid, bought before anything else happens. */
export function feeLeg(sender: Address, amount: bigint): Leg {
  return { id: 'fee', kind: 'fee', from: sender, to: ZERO_ADDRESS, asset: 'native', amount };
}

/** Native units that the chain makes, e.g. `mint` for a deposit from L1, `withdrawal:7` for a validator. */
export function mintLeg(id: string, to: Address, amount: bigint): Leg {
  return { id, kind: 'mint', from: ZERO_ADDRESS, to, asset: 'native', amount };
}

/** The top-level value of a transaction. */
export function valueLeg(from: Address, to: Address, amount: bigint): Leg {
  return { id: 'value', kind: 'native', from, to, asset: 'native', amount };
}

/** Native value moved inside a transaction; `trace` is the path of the call, e.g. `0_1`. */
export function internalLeg(trace: string, from: Address, to: Address, amount: bigint): Leg {
  return { id: `trace:${trace}`, kind: 'internal', from, to, asset: 'native', amount };
}

/** A movement of token units; from or to the zero address they are made or destroyed. */
export function tokenLeg(id: string, token: Address, from: Address, to: Address, amount: bigint): Leg {
  const kind = from === ZERO_ADDRESS ? 'mint' : to === ZERO_ADDRESS ? 'burn' : 'token';
  return { id, kind, from, to, asset: token, amount };
}

/**
 * The token movements of a transaction's logs, in log order, zero amounts left out: ERC-20 Transfers (three topics and one word of data; an
 * ERC-721 Transfer has four topics and is not an amount), and what wrapping makes and unwrapping destroys, which WETH9 tells only by Deposit
 * and Withdrawal. A wrapper that emits a Transfer from or to the zero address as well is counted once.
 *
 * @param wrapped contracts whose Deposit and Withdrawal mean wrapping; any other contract may use the same events for something else.
 */
export function tokenLegs(logs: readonly LogView[], wrapped: ReadonlySet<Address>): readonly Leg[] {
  const transfers = new Map<string, number>();
  for (const log of logs) {
    const transfer = readTransfer(log);
    if (transfer === undefined || !wrapped.has(log.address)) continue;
    if (transfer.from === ZERO_ADDRESS) count(transfers, wrapKey('mint', log.address, transfer.to, transfer.amount), 1);
    else if (transfer.to === ZERO_ADDRESS)
      count(transfers, wrapKey('burn', log.address, transfer.from, transfer.amount), 1);
  }
  const legs: Leg[] = [];
  for (const log of logs) {
    const transfer = readTransfer(log);
    if (transfer !== undefined) {
      if (transfer.amount > 0n)
        legs.push(tokenLeg(`log:${log.index}`, log.address, transfer.from, transfer.to, transfer.amount));
      continue;
    }
    const wrap = wrapped.has(log.address) ? readWrap(log) : undefined;
    if (wrap === undefined || wrap.amount === 0n) continue;
    const key = wrapKey(wrap.kind, log.address, wrap.account, wrap.amount);
    if ((transfers.get(key) ?? 0) > 0) {
      count(transfers, key, -1);
      continue;
    }
    const [from, to] = wrap.kind === 'mint' ? [log.address, wrap.account] : [wrap.account, log.address];
    legs.push({ id: `log:${log.index}`, kind: wrap.kind, from, to, asset: log.address, amount: wrap.amount });
  }
  return legs;
}

/** The contracts of a chain whose Deposit and Withdrawal mean wrapping; `extra` for what a test made. */
export function wrappedContracts(chain: ChainId, extra: readonly Address[] = []): ReadonlySet<Address> {
  const known = chainInfo(chain).wrapped.filter(({ events }) => events !== 'transfer');
  return new Set([...known.map(({ address }) => address), ...extra]);
}

/**
 * A whole transaction from its receipt and, where the source can tell, the native value moved inside it (`undefined`: it cannot tell,
 * and `whole` says so). A failed transaction keeps its fee and what the chain made for it, and nothing else.
 */
export function wholeTransaction(
  receipt: ReceiptView,
  internal: readonly Leg[] | undefined,
  wrapped: ReadonlySet<Address>,
): TransactionFact {
  const { chain, hash, block, index, time, blockHash, sender, to, success, minted, value } = receipt;
  // A chain whose logs tell all native value is believed before an explorer or a trace.
  const told = nativeToldByLogs(chain, receipt.logs, { from: sender, to, amount: success ? value : 0n });
  const inner = told?.legs ?? internal;
  const logs = receipt.logs.filter((log) => !isNativeLog(chain, log));
  const legs: Leg[] = [];
  if (receipt.fee > 0n) legs.push(feeLeg(told?.payer ?? sender, receipt.fee));
  if (minted !== undefined && minted.amount > 0n) legs.push(mintLeg('mint', minted.to, minted.amount));
  if (success && value > 0n) legs.push(valueLeg(sender, to, value));
  // zkSync tells what was deposited by a log, which is there whether the transaction failed or not.
  legs.push(...(success ? (inner ?? []) : (told?.legs ?? [])));
  if (success) legs.push(...tokenLegs(logs, wrapped));
  const nfts = success ? nftTransfers(logs) : [];
  // Nothing moves inside a failed transaction, so there everything is known.
  const whole: readonly TransferKind[] =
    inner === undefined && success ? ['native', 'token'] : ['native', 'internal', 'token'];
  const fact = { chain, hash, block, index, time, blockHash, sender, success, legs, whole };
  return nfts.length === 0 ? fact : { ...fact, nfts };
}

/** Whether an account's code makes it a contract: an EIP-7702 delegation (`0xef0100…`) leaves it somebody's wallet. */
export function isContractCode(code: string): boolean {
  return code.length > 2 && !code.toLowerCase().startsWith('0xef0100');
}

function readWrap(
  log: LogView,
): { readonly kind: 'mint' | 'burn'; readonly account: Address; readonly amount: bigint } | undefined {
  const [topic, account] = log.topics;
  if (topic !== DEPOSIT_TOPIC && topic !== WITHDRAWAL_TOPIC) return undefined;
  if (log.topics.length !== 2 || account === undefined || !isAddressWord(account) || !isWord(log.data))
    return undefined;
  return {
    kind: topic === DEPOSIT_TOPIC ? 'mint' : 'burn',
    account: addressOfWord(account),
    amount: BigInt(log.data),
  };
}

function wrapKey(kind: 'mint' | 'burn', token: Address, account: Address, amount: bigint): string {
  return `${kind} ${token} ${account} ${amount}`;
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
