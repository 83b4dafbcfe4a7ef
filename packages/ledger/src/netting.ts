import type { Address, AssetRef, Leg } from '@fundtrail/core';
import { ZERO_ADDRESS } from '@fundtrail/core';

/** A leg between two nodes of a transaction. `burn`: made from a leg that destroys units; its receiver is the token's contract. */
export type Edge = {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  /** Place among the transaction's legs. */
  readonly leg: number;
  readonly burn: boolean;
};

/** All legs of one asset in one transaction, in log order. */
export type AssetEdges = { readonly asset: AssetRef; readonly edges: Edge[] };

/** A transaction's legs as a graph: its accounts as nodes in order of appearance, its assets in order of appearance. */
export type LegGraph = { readonly addresses: readonly Address[]; readonly assets: readonly AssetEdges[] };

/** Who pays a leg: for units that are made, the token's contract. */
export function payerOf(leg: Leg): Address {
  if (leg.asset === 'native') return leg.from;
  return leg.kind === 'mint' || leg.from === ZERO_ADDRESS ? leg.asset : leg.from;
}

/** Who receives a leg: for units that are destroyed, the token's contract. */
export function payeeOf(leg: Leg): Address {
  return isBurn(leg) ? leg.asset : leg.to;
}

export function isBurn(leg: Leg): boolean {
  return leg.asset !== 'native' && (leg.kind === 'burn' || leg.to === ZERO_ADDRESS);
}

/**
 * Reads the value legs of a transaction; fees, zero amounts and self transfers are left out. Made and destroyed units come
 * from and go to their token's contract, so that a contract that mints against a payment is seen to convert.
 */
export function readLegs(legs: readonly Leg[]): LegGraph {
  const addresses: Address[] = [];
  const nodes = new Map<Address, number>();
  const assets: AssetEdges[] = [];
  const byAsset = new Map<AssetRef, AssetEdges>();
  const nodeOf = (address: Address): number => {
    let node = nodes.get(address);
    if (node === undefined) {
      node = addresses.length;
      nodes.set(address, node);
      addresses.push(address);
    }
    return node;
  };
  for (let i = 0; i < legs.length; i += 1) {
    const leg = legs[i] as Leg;
    if (leg.kind === 'fee' || leg.amount === 0n) continue;
    const [from, to] = [payerOf(leg), payeeOf(leg)];
    if (from === to) continue;
    let group = byAsset.get(leg.asset);
    if (group === undefined) {
      group = { asset: leg.asset, edges: [] };
      byAsset.set(leg.asset, group);
      assets.push(group);
    }
    group.edges.push({ from: nodeOf(from), to: nodeOf(to), amount: leg.amount, leg: i, burn: isBurn(leg) });
  }
  return { addresses, assets };
}
