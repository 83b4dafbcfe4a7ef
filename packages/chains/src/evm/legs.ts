import {
  type Address,
  type ChainId,
  chainInfo,
  type Hash,
  type Leg,
  type LogFact,
  type TransactionFact,
  type TransferKind,
  ZERO_ADDRESS,
} from '@fundtrail/core';

/** keccak256 of `Transfer(address,address,uint256)`. */
export const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** keccak256 of `Deposit(address,uint256)`: WETH9 makes units and emits no Transfer. */
export const DEPOSIT_TOPIC = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
/** keccak256 of `Withdrawal(address,uint256)`: WETH9 destroys units and emits no Transfer. */
export const WITHDRAWAL_TOPIC = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

const WORD_HEX_DIGITS = 64;
const WORD = /^0x[0-9a-f]{64}$/;
const ADDRESS_WORD = /^0x0{24}[0-9a-f]{40}$/;

/** A log as decoded from a receipt. */
export type LogView = LogFact;

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
  readonly logs: readonly LogView[];
};

/** What the sender paid, bought before anything else happens. */
export function feeLeg(sender: Address, amount: bigint): Leg {
  return { id: 'fee', kind: 'fee', from: sender, to: ZERO_ADDRESS, asset: 'native', amount };
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
 * and `whole` says so). A failed transaction keeps its fee and nothing else.
 */
export function wholeTransaction(
  receipt: ReceiptView,
  internal: readonly Leg[] | undefined,
  wrapped: ReadonlySet<Address>,
): TransactionFact {
  const { chain, hash, block, index, time, blockHash, sender, success } = receipt;
  const legs: Leg[] = [];
  if (receipt.fee > 0n) legs.push(feeLeg(sender, receipt.fee));
  if (success) {
    if (receipt.value > 0n) legs.push(valueLeg(sender, receipt.to, receipt.value));
    legs.push(...(internal ?? []), ...tokenLegs(receipt.logs, wrapped));
  }
  // Nothing moves inside a failed transaction, so there everything is known.
  const whole: readonly TransferKind[] =
    internal === undefined && success ? ['native', 'token'] : ['native', 'internal', 'token'];
  return { chain, hash, block, index, time, blockHash, sender, success, legs, whole };
}

/** Whether an account's code makes it a contract: an EIP-7702 delegation (`0xef0100…`) leaves it somebody's wallet. */
export function isContractCode(code: string): boolean {
  return code.length > 2 && !code.toLowerCase().startsWith('0xef0100');
}

function readTransfer(
  log: LogView,
): { readonly from: Address; readonly to: Address; readonly amount: bigint } | undefined {
  const [topic, from, to] = log.topics;
  if (topic !== TRANSFER_TOPIC || log.topics.length !== 3 || !WORD.test(log.data)) return undefined;
  // Junk above the 20 bytes of an address comes from contracts that only imitate the event.
  if (from === undefined || to === undefined || !ADDRESS_WORD.test(from) || !ADDRESS_WORD.test(to)) return undefined;
  return { from: addressOfWord(from), to: addressOfWord(to), amount: BigInt(log.data) };
}

function readWrap(
  log: LogView,
): { readonly kind: 'mint' | 'burn'; readonly account: Address; readonly amount: bigint } | undefined {
  const [topic, account] = log.topics;
  if (topic !== DEPOSIT_TOPIC && topic !== WITHDRAWAL_TOPIC) return undefined;
  if (log.topics.length !== 2 || account === undefined || !ADDRESS_WORD.test(account) || !WORD.test(log.data))
    return undefined;
  return {
    kind: topic === DEPOSIT_TOPIC ? 'mint' : 'burn',
    account: addressOfWord(account),
    amount: BigInt(log.data),
  };
}

function addressOfWord(word: string): Address {
  return `0x${word.slice(2 + WORD_HEX_DIGITS - 40)}`;
}

function wrapKey(kind: 'mint' | 'burn', token: Address, account: Address, amount: bigint): string {
  return `${kind} ${token} ${account} ${amount}`;
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
