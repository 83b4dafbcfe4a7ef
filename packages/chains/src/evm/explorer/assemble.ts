import {
  type Address,
  type ChainId,
  type Hash,
  SourceError,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';
import { calledReceipt } from '../receipt-fact.ts';
import type { InternalRow } from './internal.ts';
import { nameLegs, type RowLeg } from './leg-names.ts';
import type { TokenRow } from './tokentx.ts';
import type { TopRow } from './txlist.ts';

/** The rows of one account's history, all pages together. A kind that was not told is empty here; coverage says so. */
export type HistoryRows = {
  readonly top: readonly TopRow[];
  readonly internal: readonly InternalRow[];
  readonly token: readonly TokenRow[];
};

/** What only the transaction itself tells: its place in the block and who sent it. */
export type Placement = { readonly index: number; readonly sender: Address; readonly blockHash?: Hash };

export type Assembled = {
  /** In chain order. */
  readonly transactions: readonly TransactionFact[];
  readonly contracts: readonly Address[];
  /** Transactions with internal transfers of the account that could not be placed in their block, and are left out. */
  readonly unplaced: number;
};

type Draft = {
  readonly block: number;
  readonly time: number;
  index: number | undefined;
  blockHash: Hash | undefined;
  sender: Address | undefined;
  top: TopRow | undefined;
  readonly inner: RowLeg[];
};

/**
 * Brings the rows of an account together by transaction.
 *
 * @param place finds what a transaction known only by its internal transfers lacks; undefined where the source cannot tell.
 * @throws SourceError `malformed` when two answers disagree on a transaction.
 */
export async function assembleHistory(
  chain: ChainId,
  rows: HistoryRows,
  place: (hash: Hash) => Promise<Placement | undefined>,
  source: string,
): Promise<Assembled> {
  const drafts = new Map<Hash, Draft>();
  const draftOf = (row: { readonly hash: Hash; readonly block: number; readonly time: number }): Draft => {
    const known = drafts.get(row.hash);
    if (known === undefined) {
      const draft: Draft = {
        block: row.block,
        time: row.time,
        index: undefined,
        blockHash: undefined,
        sender: undefined,
        top: undefined,
        inner: [],
      };
      drafts.set(row.hash, draft);
      return draft;
    }
    if (known.block !== row.block) {
      throw new SourceError(
        'malformed',
        source,
        `two answers put ${row.hash} into blocks ${known.block} and ${row.block}`,
      );
    }
    return known;
  };
  for (const row of rows.top) {
    const draft = draftOf(row);
    draft.top = row;
    draft.index = row.index;
    draft.blockHash = row.blockHash;
    draft.sender = row.sender;
  }
  for (const row of rows.internal) {
    if (row.leg === undefined) continue;
    const draft = draftOf(row);
    draft.index ??= row.index;
    draft.inner.push({ leg: row.leg, place: row.place });
  }
  for (const row of rows.token) {
    if (row.leg === undefined) continue;
    const draft = draftOf(row);
    draft.index ??= row.index;
    draft.blockHash ??= row.blockHash;
    draft.inner.push({ leg: row.leg, place: row.place });
  }

  let unplaced = 0;
  const transactions: TransactionFact[] = [];
  for (const [hash, draft] of drafts) {
    if (draft.index === undefined) {
      const placement = await place(hash);
      if (placement === undefined) {
        unplaced += 1;
        continue;
      }
      draft.index = placement.index;
      draft.sender = placement.sender;
      draft.blockHash = placement.blockHash;
    }
    transactions.push(finish(chain, hash, draft, draft.index, source));
  }
  transactions.sort((a, b) => a.block - b.block || a.index - b.index);
  return { transactions, contracts: contractsOf(rows), unplaced };
}

function finish(chain: ChainId, hash: Hash, draft: Draft, index: number, source: string): TransactionFact {
  const success = draft.top?.success ?? true;
  const receipt = calledReceipt(draft.top?.to, draft.top?.input);
  return {
    chain,
    hash,
    block: draft.block,
    index,
    time: draft.time,
    ...(draft.blockHash === undefined ? {} : { blockHash: draft.blockHash }),
    ...(draft.sender === undefined ? {} : { sender: draft.sender }),
    success,
    legs: [...(draft.top?.legs ?? []), ...(success ? nameLegs(hash, draft.inner, source) : [])],
    // A failed transaction moved nothing inside, so all of it is known.
    whole: draft.top === undefined ? [] : success ? ['native'] : TRANSFER_KINDS,
    ...(receipt === undefined ? {} : { receipt }),
  };
}

/** Whoever sent a transaction holds a key, whatever else is said of it. */
function contractsOf(rows: HistoryRows): readonly Address[] {
  const code = new Set<Address>();
  for (const row of [...rows.top, ...rows.internal]) for (const address of row.code) code.add(address);
  for (const { sender } of rows.top) if (sender !== undefined) code.delete(sender);
  return [...code].sort();
}
