import { type Address, type Hash, type ScriptType, scriptType, type TransactionFact } from '@fundtrail/core';
import type { CoinJoinKnowledge } from './coinjoin/coin-join.ts';
import { coinJoinOf } from './coinjoin/find-coin-join.ts';
import { shapeOf, type TransactionShape } from './transaction-shape.ts';
import { createUnionFind } from './union-find.ts';

/** A transaction that brought owners into one cluster which were not yet in one. */
export type ClusterProof = { readonly tx: Hash; readonly owners: readonly Address[] };

/** Owners that signed inputs together: most likely one person or service. */
export type OwnerCluster = {
  readonly owners: readonly Address[];
  /** GraphSense's for the multi-input heuristic. */
  readonly confidence: number;
  /** In the order of the facts. */
  readonly proofs: readonly ClusterProof[];
};

/** Two services that a transaction would have made one: one of their labels is wrong, or it was signed by both. */
export type RefusedUnion = { readonly tx: Hash; readonly services: readonly [string, string] };

export type InputClusters = {
  /** Of at least two owners, in the order of the facts. */
  readonly clusters: readonly OwnerCluster[];
  readonly refused: readonly RefusedUnion[];
};

export type ClusterKnowledge = CoinJoinKnowledge & {
  /** The service that a label names for an owner. */
  serviceOf(owner: Address): string | undefined;
};

const CONFIDENCE = 50;
const NOTHING_KNOWN: ClusterKnowledge = { isExchange: () => false, serviceOf: () => undefined };

/**
 * Clusters owners whose coins are spent together (common-input ownership). Left out: CoinJoins, however unsure; what looks like a
 * PayJoin; and unions of what labels name as two services. Transactions that are not whole tell only of the inputs that are known.
 */
export function clusterInputs(facts: Iterable<TransactionFact>, know: ClusterKnowledge = NOTHING_KNOWN): InputClusters {
  const union = createUnionFind<Address>();
  const services = new Map<Address, string>();
  const proofs: ClusterProof[] = [];
  const refused: RefusedUnion[] = [];
  const serviceOf = (owner: Address): string | undefined => services.get(union.root(owner)) ?? know.serviceOf(owner);
  for (const fact of facts) {
    const shape = shapeOf(fact);
    const [first, ...others] = shape.inputOwners;
    if (first === undefined || others.length === 0 || isPayJoinLike(shape) || coinJoinOf(shape, know) !== undefined)
      continue;
    const joined: Address[] = [];
    for (const owner of others) {
      if (union.root(first) === union.root(owner)) continue;
      const [ours, theirs] = [serviceOf(first), serviceOf(owner)];
      if (ours !== undefined && theirs !== undefined && ours !== theirs) {
        refused.push({ tx: fact.hash, services: [ours, theirs] });
        continue;
      }
      union.join(first, owner);
      const service = ours ?? theirs;
      if (service !== undefined) services.set(union.root(first), service);
      joined.push(owner);
    }
    if (joined.length > 0) proofs.push({ tx: fact.hash, owners: [first, ...joined] });
  }
  return { clusters: clustersOf(union.sets(), proofs, (owner) => union.root(owner)), refused };
}

function clustersOf(
  sets: readonly (readonly Address[])[],
  proofs: readonly ClusterProof[],
  root: (owner: Address) => Address,
): readonly OwnerCluster[] {
  const byRoot = new Map<Address, ClusterProof[]>();
  for (const proof of proofs) {
    const top = root(proof.owners[0] ?? '0x');
    byRoot.set(top, [...(byRoot.get(top) ?? []), proof]);
  }
  return sets
    .filter(({ length }) => length > 1)
    .map((owners) => ({ owners, confidence: CONFIDENCE, proofs: byRoot.get(root(owners[0] ?? '0x')) ?? [] }));
}

/**
 * Payer and payee both bring inputs (BIP 78): two outputs, inputs of two kinds of wallet, and each kind gets one of the outputs back.
 * One wallet of two kinds looks the same; then a union is missed, which is the lesser fault.
 */
export function isPayJoinLike({ inputOwners, outputs }: TransactionShape): boolean {
  const brought = typesOf(inputOwners);
  const got = typesOf(outputs.map(({ owner }) => owner));
  return outputs.length === 2 && brought.size === 2 && got.size === 2 && [...got].every((type) => brought.has(type));
}

function typesOf(owners: Iterable<Address>): ReadonlySet<ScriptType> {
  const types = new Set<ScriptType>();
  for (const owner of owners) types.add(scriptType(owner));
  return types;
}
