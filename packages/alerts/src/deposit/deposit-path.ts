import {
  type AccountId,
  type AssetId,
  formatAccount,
  formatAsset,
  formatHash,
  type Grade,
  type Hash,
  type ProofClass,
  splitAccountId,
  splitAssetId,
  weakestGrade,
} from '@fundtrail/core';

/** One step of the way from a seed to the deposit; the last one is the deposit. */
export type PathHop = {
  readonly tx: Hash;
  readonly block: number;
  /** Unix seconds. */
  readonly time: number;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly asset: AssetId;
  readonly amount: bigint;
  /** Under the leading policy. */
  readonly tainted: bigint;
  readonly legs: readonly string[];
  readonly lowConfidence: boolean;
  readonly fromLabel?: string;
  readonly toLabel?: string;
  /** Where the hop crosses chains: how it left. The hop itself says how it arrived. */
  readonly crossing?: PathCrossing;
};

/** How value left for the chain on which its hop arrives, and what proves that both are one movement. */
export type PathCrossing = {
  readonly protocol: string;
  /** What both sides have in common. */
  readonly key: string;
  readonly proof: ProofClass;
  readonly grade: Grade;
  /** 0 to 100. */
  readonly confidence: number;
  readonly tx: Hash;
  readonly block: number;
  /** Unix seconds. */
  readonly time: number;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly tainted: bigint;
  readonly legs: readonly string[];
};

const LEGS_MAX = 8;

/** Crossings that are named, at most; a way of so many is none that anybody has seen. */
const CROSSINGS_MAX = 20;

/**
 * The path as an alert shows it: at most `max` hops, the first and the last ones; `n` counts from 1 over the whole path,
 * so a gap in it is where hops were left out. Crossings are named also where their hops are left out, at most `CROSSINGS_MAX`, the last ones.
 */
export function describePath(path: readonly PathHop[], max: number, sources: readonly string[]) {
  const numbered = path.map((hop, index) => ({ hop, n: index + 1 }));
  const shown = path.length <= max ? numbered : [...numbered.slice(0, 1), ...numbered.slice(path.length - max + 1)];
  return {
    shown: shown.length,
    total: path.length,
    weakest_grade: weakestGrade(path.map(gradeOfHop)),
    bridges: numbered
      .flatMap(({ hop, n }) => (hop.crossing === undefined ? [] : describeCrossing(hop, hop.crossing, n)))
      .slice(-CROSSINGS_MAX),
    hops: shown.map(({ hop, n }) => describeHop(hop, n, sources)),
  };
}

function describeHop(hop: PathHop, n: number, sources: readonly string[]) {
  const { chain } = splitAccountId(hop.to);
  return {
    n,
    kind: hop.crossing === undefined ? 'transfer' : 'bridge',
    chain,
    from: formatAccount(hop.from),
    to: formatAccount(hop.to),
    tx: formatHash(hop.tx, chain),
    block_number: hop.block,
    time: isoTime(hop.time),
    asset: formatAsset(hop.asset),
    amount: hop.amount.toString(),
    tainted: hop.tainted.toString(),
    grade: gradeOfHop(hop),
    evidence: {
      tx: formatHash(hop.tx, chain),
      legs: hop.legs.slice(0, LEGS_MAX),
      ...(hop.legs.length > LEGS_MAX ? { legs_total: hop.legs.length } : {}),
      sources,
    },
    ...(hop.fromLabel === undefined ? {} : { from_label: hop.fromLabel }),
    ...(hop.toLabel === undefined ? {} : { to_label: hop.toLabel }),
  };
}

function describeCrossing({ tx, from, to, asset, amount }: PathHop, { key, ...left }: PathCrossing, n: number) {
  const [chainFrom, chainTo] = [splitAssetId(left.asset).chain, splitAssetId(asset).chain];
  return {
    n,
    protocol: left.protocol,
    class: left.proof,
    link_key: key,
    grade: left.grade,
    confidence: left.confidence,
    chain_from: chainFrom,
    chain_to: chainTo,
    from: formatAccount(from),
    to: formatAccount(to),
    tx_from: formatHash(left.tx, chainFrom),
    tx_to: formatHash(tx, chainTo),
    block_from: left.block,
    time_from: isoTime(left.time),
    asset_in: formatAsset(left.asset),
    asset_out: formatAsset(asset),
    amount_in: left.amount.toString(),
    amount_out: amount.toString(),
    tainted_in: left.tainted.toString(),
    legs_from: left.legs.slice(0, LEGS_MAX),
  };
}

function gradeOfHop({ lowConfidence, crossing }: PathHop): Grade {
  return lowConfidence ? 'heuristic' : (crossing?.grade ?? 'on_chain');
}

export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}
