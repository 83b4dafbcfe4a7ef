import {
  type ChainId,
  type FactSpace,
  InvariantError,
  type Leg,
  type NftTransfer,
  PLACE_UNKNOWN,
  type TransactionFact,
} from '@fundtrail/core';
import { ContradictionError } from '../errors.ts';
import { compareLegIds, kindNumber, positionOf, transferKindOf } from './leg-codec.ts';

/** A transaction as its row; addresses and hashes still as `0x…` text. */
export type TransactionRow = {
  readonly chainKey: number;
  readonly fact: TransactionFact;
  readonly internalWhole: boolean;
  readonly tokenWhole: boolean;
  readonly legs: readonly LegRow[];
};

export type LegRow = {
  readonly chainKey: number;
  readonly hash: string;
  readonly leg: Leg;
  readonly position: number;
  readonly kind: number;
  readonly whole: boolean;
  /** `0x…`, or empty for the native asset. */
  readonly asset: string;
  readonly block: number;
};

/** One transaction's row and its legs' rows. */
export function rowOf(space: FactSpace, chainKey: number, fact: TransactionFact): TransactionRow {
  const whole = new Set(fact.whole);
  return {
    chainKey,
    fact,
    internalWhole: whole.has('internal'),
    tokenWhole: whole.has('token'),
    legs: fact.legs.map((leg, place) => {
      const answer = transferKindOf(leg.kind);
      return {
        chainKey,
        hash: fact.hash,
        leg,
        position: positionOf(space, leg, place),
        kind: kindNumber(leg.kind),
        whole: answer === 'native' || whole.has(answer),
        asset: leg.asset === 'native' ? '' : leg.asset,
        block: fact.block,
      };
    }),
  };
}

/**
 * Rows in the order of their keys, each key once: parallel writers that take locks in one order never wait in a circle.
 * @throws ContradictionError when two facts contradict each other.
 */
export function sortedRows(
  space: FactSpace,
  chainKeys: ReadonlyMap<ChainId, number>,
  facts: readonly TransactionFact[],
): TransactionRow[] {
  const byKey = new Map<string, TransactionRow>();
  for (const fact of facts) {
    const key = `${fact.chain}/${fact.hash}`;
    const row = rowOf(space, chainKeys.get(fact.chain) ?? missingChain(fact.chain), fact);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? withLegsOnce(row) : merge(known, row));
  }
  return [...byKey.values()].sort(
    (a, b) => a.chainKey - b.chainKey || (a.fact.hash < b.fact.hash ? -1 : a.fact.hash > b.fact.hash ? 1 : 0),
  );
}

function merge(a: TransactionRow, b: TransactionRow): TransactionRow {
  const contradicts =
    a.fact.block !== b.fact.block ||
    (a.fact.index !== b.fact.index && a.fact.index !== PLACE_UNKNOWN && b.fact.index !== PLACE_UNKNOWN) ||
    a.fact.time !== b.fact.time ||
    a.fact.success !== b.fact.success ||
    differ(a.fact.sender, b.fact.sender) ||
    differ(a.fact.blockHash, b.fact.blockHash);
  if (contradicts) throw contradiction(a.fact.chain, a.fact.hash);
  const sender = a.fact.sender ?? b.fact.sender;
  const blockHash = a.fact.blockHash ?? b.fact.blockHash;
  const nfts = nftsOnce([...(a.fact.nfts ?? []), ...(b.fact.nfts ?? [])]);
  return withLegsOnce({
    chainKey: a.chainKey,
    fact: {
      ...a.fact,
      index: Math.max(a.fact.index, b.fact.index),
      ...(sender === undefined ? {} : { sender }),
      ...(blockHash === undefined ? {} : { blockHash }),
      ...(nfts.length === 0 ? {} : { nfts }),
    },
    internalWhole: a.internalWhole || b.internalWhole,
    tokenWhole: a.tokenWhole || b.tokenWhole,
    legs: [...a.legs, ...b.legs],
  });
}

/** The first of those that say the same. Of two that differ under one id, both: the second is refused as a contradiction. */
function nftsOnce(nfts: readonly NftTransfer[]): readonly NftTransfer[] {
  const distinct = new Map(nfts.map((nft) => [Object.values(nft).join(' '), nft]));
  return [...distinct.values()];
}

function withLegsOnce(row: TransactionRow): TransactionRow {
  const byId = new Map<string, LegRow>();
  for (const leg of row.legs) {
    const known = byId.get(leg.leg.id);
    if (known !== undefined && !sameMovement(known, leg))
      throw contradiction(row.fact.chain, row.fact.hash, leg.leg.id);
    if (known === undefined || (leg.whole && !known.whole)) byId.set(leg.leg.id, leg);
  }
  return { ...row, legs: [...byId.values()].sort((a, b) => compareLegIds(a.leg.id, b.leg.id)) };
}

function sameMovement(a: LegRow, b: LegRow): boolean {
  return (
    a.kind === b.kind &&
    a.leg.from === b.leg.from &&
    a.leg.to === b.leg.to &&
    a.asset === b.asset &&
    a.leg.amount === b.leg.amount &&
    a.leg.owner === b.leg.owner
  );
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function missingChain(chain: ChainId): never {
  throw new InvariantError(`chain ${chain} has no key`);
}

export function contradiction(chain: ChainId, hash: string, partId?: string): ContradictionError {
  const what = partId === undefined ? `transaction ${hash}` : `leg ${partId} of transaction ${hash}`;
  return new ContradictionError(
    `two sources contradict each other about ${what} on ${chain}`,
    'Nothing of this batch was stored. Compare the sources; one of them is wrong, on another branch, or speaks of another chain.',
  );
}
