import { type Hash, type Leg, TRANSFER_KINDS, type TransactionFact, type TransferKind } from '@fundtrail/core';
import { joinReceipts } from '../evm/receipt-fact.ts';
import { kindOfLeg } from './canonical.ts';
import type { Part } from './history-parts.ts';

/**
 * One list of transactions from what several members told, in chain order. Of each kind of transfer the legs of one member
 * are taken, because members name the same leg differently: of one that tells all of the transaction, else of one that is
 * believed for the kind.
 *
 * @param believed the members that are believed for each kind, the preferred first
 */
export function mergeParts(
  parts: readonly Part[],
  believed: ReadonlyMap<TransferKind, readonly Part[]>,
  without: ReadonlySet<Hash>,
): readonly TransactionFact[] {
  const hashes = new Set(parts.flatMap((part) => [...part.facts.keys()]));
  const merged: TransactionFact[] = [];
  for (const hash of hashes.difference(without)) {
    const told = parts.filter((part) => part.facts.has(hash));
    const first = told[0]?.facts.get(hash);
    if (first === undefined) continue;
    merged.push(told.length === 1 ? first : mergeFacts(hash, told, believed));
  }
  return merged.sort((a, b) => a.block - b.block || a.index - b.index);
}

function mergeFacts(
  hash: Hash,
  parts: readonly Part[],
  believed: ReadonlyMap<TransferKind, readonly Part[]>,
): TransactionFact {
  const byKind = new Map(
    TRANSFER_KINDS.map((kind) => {
      const order = [...parts].sort((a, b) => rank(b, hash, kind, believed) - rank(a, hash, kind, believed));
      return [kind, order[0]?.facts.get(hash)] as const;
    }),
  );
  return joinFacts(
    byKind,
    parts.flatMap((part) => part.facts.get(hash) ?? []),
  );
}

/** Nodes tell all parts of a fee. */
function rank(
  part: Part,
  hash: Hash,
  kind: TransferKind,
  believed: ReadonlyMap<TransferKind, readonly Part[]>,
): number {
  const isWhole = part.facts.get(hash)?.whole.includes(kind) === true;
  return (isWhole ? 4 : 0) + (believed.get(kind)?.includes(part) === true ? 2 : 0) + (part.member.isNode ? 1 : 0);
}

/** One fact of several that agree, each kind of transfer from the one that is named for it. */
export function joinFacts(
  byKind: ReadonlyMap<TransferKind, TransactionFact | undefined>,
  facts: readonly TransactionFact[],
): TransactionFact {
  const [base, ...others] = facts.toSorted((a, b) => b.whole.length - a.whole.length);
  if (base === undefined) throw new RangeError('there is nothing to join');
  const legsOf = (kind: TransferKind): readonly Leg[] =>
    byKind.get(kind)?.legs.filter((leg) => kindOfLeg(leg) === kind) ?? [];
  const sender = [base, ...others].find((fact) => fact.sender !== undefined)?.sender;
  const blockHash = [base, ...others].find((fact) => fact.blockHash !== undefined)?.blockHash;
  const nfts = [base, ...others].find((fact) => fact.nfts !== undefined)?.nfts;
  const receipt = joinReceipts([base, ...others].map((fact) => fact.receipt));
  return {
    ...base,
    ...(blockHash === undefined ? {} : { blockHash }),
    ...(sender === undefined ? {} : { sender }),
    ...(nfts === undefined ? {} : { nfts }),
    ...(receipt === undefined ? {} : { receipt }),
    legs: TRANSFER_KINDS.flatMap(legsOf),
    whole: TRANSFER_KINDS.filter((kind) => byKind.get(kind)?.whole.includes(kind) === true),
  };
}
