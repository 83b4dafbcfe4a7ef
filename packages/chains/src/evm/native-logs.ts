import { type Address, type ChainId, type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import { addressOfWord, isAddressWord, isWord, type LogView, readTransfer } from './logs.ts';

/**
 * Contracts that tell of the native asset itself as if it were a token: their Transfers are no token's.
 * - Polygon's MRC20 pays by a call that traces show as well. https://github.com/0xPolygon/pos-contracts (MRC20.sol)
 * - zkSync's L2BaseToken tells every movement, fees included. https://github.com/matter-labs/era-contracts (L2BaseToken.sol)
 */
const NATIVE_CONTRACTS: ReadonlyMap<ChainId, Address> = new Map([
  ['eip155:137', '0x0000000000000000000000000000000000001010'],
  ['eip155:324', '0x000000000000000000000000000000000000800a'],
]);
/** Chains whose native contract tells all native value, so that no traces are needed; zkSync's show system calls as payments. */
const TOLD_BY_LOGS: ReadonlySet<ChainId> = new Set(['eip155:324']);
/** zkSync's bootloader, which takes the fee before a transaction and pays back what was not used. */
const BOOTLOADER = '0x0000000000000000000000000000000000008001';
/** keccak256 of `Mint(address,uint256)`: L2BaseToken makes what was deposited on L1. */
const MINT_TOPIC = '0x0f6798a560793a54c3bcfe86a93cde1e73087d944c0ea20544137d4121396885';

/** The native value that a transaction's logs tell on a chain of that kind. */
export type NativeTold = {
  /** Beside the transaction's own value; in log order. */
  readonly legs: readonly Leg[];
  /** Who paid the fee, where it was not the sender (a paymaster). */
  readonly payer?: Address;
};

/** Whether a log speaks of the native asset, not of a token. */
export function isNativeLog(chain: ChainId, log: LogView): boolean {
  return NATIVE_CONTRACTS.get(chain) === log.address;
}

/** Whether logs tell all native value of the chain, so that nobody needs to ask for traces. */
export function logsTellNative(chain: ChainId): boolean {
  return TOLD_BY_LOGS.has(chain);
}

/** Topics beside an ERC-20's, by which logs tell native value of an account that is their first indexed party. */
export function nativeTopics(chain: ChainId): readonly string[] {
  return logsTellNative(chain) ? [MINT_TOPIC] : [];
}

/** Undefined on chains where only traces tell value inside contracts. `value`: the transaction's own, which is told as well. */
export function nativeToldByLogs(
  chain: ChainId,
  logs: readonly LogView[],
  value: { readonly from: Address; readonly to: Address; readonly amount: bigint },
): NativeTold | undefined {
  if (!logsTellNative(chain)) return undefined;
  const legs: Leg[] = [];
  let payer: Address | undefined;
  let own = value.amount > 0n;
  for (const log of logs.filter((candidate) => isNativeLog(chain, candidate))) {
    const minted = readMint(log);
    const move = minted ?? readTransfer(log);
    if (move === undefined || move.amount === 0n) continue;
    if (move.to === BOOTLOADER) payer ??= move.from;
    if (move.to === BOOTLOADER || move.from === BOOTLOADER) continue;
    if (own && move.from === value.from && move.to === value.to && move.amount === value.amount) {
      own = false;
      continue;
    }
    const kind = minted === undefined ? 'internal' : 'mint';
    legs.push({ id: `log:${log.index}`, kind, ...move, asset: 'native' });
  }
  return { legs, ...(payer === undefined || payer === value.from ? {} : { payer }) };
}

function readMint(log: LogView): { readonly from: Address; readonly to: Address; readonly amount: bigint } | undefined {
  const [topic, account = ''] = log.topics;
  if (topic !== MINT_TOPIC || !isAddressWord(account) || !isWord(log.data)) return undefined;
  return { from: ZERO_ADDRESS, to: addressOfWord(account), amount: BigInt(log.data) };
}
