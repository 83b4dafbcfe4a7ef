import type { BlockHeader, ChainId, Hash, Leg } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import { mintLeg } from '../legs.ts';
import type { Wire } from './wire.ts';

const WEI_PER_GWEI = 1_000_000_000n;
/**
 * Chains whose withdrawals are no native units. On Gnosis validators stake GNO: the deposit contract pays a token out, which its log in a
 * transaction tells when it is claimed. https://docs.gnosischain.com/node/management/withdrawals
 */
const WITHDRAWN_AS_TOKEN: ReadonlySet<ChainId> = new Set(['eip155:100']);

/** Chains that put transactions of their own into blocks. */
const OWN_TRANSACTIONS: ReadonlySet<ChainId> = new Set(['eip155:137']);

/** A block: what its transactions are checked against. */
export type BlockView = {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** Unix seconds. */
  readonly time: number;
  /** Hashes, or whole transactions where they were asked for. */
  readonly transactions: readonly unknown[];
  /** The bloom of all its logs, lower-case hex. */
  readonly logsBloom?: string;
  /** What validators got out of the chain's own account in it, as legs. */
  readonly withdrawals?: readonly Leg[];
};

export function readBlockView(wire: Wire, value: unknown, chain: ChainId): BlockView {
  const block = wire.record(value, 'block');
  const withdrawals = readWithdrawals(wire, block.withdrawals, chain);
  return {
    number: wire.count(block.number, 'block.number'),
    hash: wire.hash(block.hash, 'block.hash'),
    parentHash: wire.hash(block.parentHash, 'block.parentHash'),
    time: wire.count(block.timestamp, 'block.timestamp'),
    transactions: wire.list(block.transactions, 'block.transactions'),
    ...(typeof block.logsBloom === 'string' ? { logsBloom: wire.hex(block.logsBloom, 'block.logsBloom') } : {}),
    ...(withdrawals.length === 0 ? {} : { withdrawals }),
  };
}

export function headerOf(chain: ChainId, { number, hash, parentHash, time }: BlockView): BlockHeader {
  return { chain, number, hash, parentHash, time };
}

/** The hash of the transaction at each place of the block. */
export function hashesOf(wire: Wire, block: BlockView): readonly Hash[] {
  return block.transactions.map((entry) =>
    wire.hash(typeof entry === 'string' ? entry : wire.record(entry, 'transaction').hash, 'transaction.hash'),
  );
}

/**
 * On Polygon some nodes leave the chain's own transaction, a state sync, out of the list: it comes behind all others.
 * @throws ForkedReadError unless the transaction stands at this place of the block.
 */
export function checkPlace(
  deps: { readonly wire: Wire; readonly source: string; readonly chain: ChainId },
  block: BlockView,
  hash: Hash,
  index: number,
): void {
  const hashes = hashesOf(deps.wire, block);
  const isBehind = OWN_TRANSACTIONS.has(deps.chain) && index === hashes.length;
  if (hashes[index] === hash || isBehind) return;
  throw new ForkedReadError(deps.source, `block ${block.number} does not hold ${hash} at ${index}`);
}

/** EIP-4895: amounts are in Gwei. Absent before Shanghai and on most rollups. */
function readWithdrawals(wire: Wire, value: unknown, chain: ChainId): readonly Leg[] {
  if (value === undefined || value === null || WITHDRAWN_AS_TOKEN.has(chain)) return [];
  return wire.list(value, 'block.withdrawals').flatMap((entry) => {
    const withdrawal = wire.record(entry, 'withdrawal');
    const amount = wire.quantity(withdrawal.amount, 'withdrawal.amount') * WEI_PER_GWEI;
    if (amount === 0n) return [];
    const id = `withdrawal:${wire.count(withdrawal.index, 'withdrawal.index')}`;
    return [mintLeg(id, wire.address(withdrawal.address, 'withdrawal.address'), amount)];
  });
}
