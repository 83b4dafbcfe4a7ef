import {
  type AccountId,
  type AssetId,
  formatAccount,
  formatAsset,
  formatHash,
  type Hash,
  splitAccountId,
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
};

const LEGS_MAX = 8;

/**
 * The path as an alert shows it: at most `max` hops, the first and the last ones; `n` counts from 1 over the whole path,
 * so a gap in it is where hops were left out.
 */
export function describePath(path: readonly PathHop[], max: number, sources: readonly string[]) {
  const numbered = path.map((hop, index) => ({ hop, n: index + 1 }));
  const shown = path.length <= max ? numbered : [...numbered.slice(0, 1), ...numbered.slice(path.length - max + 1)];
  return {
    shown: shown.length,
    total: path.length,
    weakest_grade: path.some((hop) => hop.lowConfidence) ? 'heuristic' : 'on_chain',
    hops: shown.map(({ hop, n }) => describeHop(hop, n, sources)),
  };
}

function describeHop(hop: PathHop, n: number, sources: readonly string[]) {
  const { chain } = splitAccountId(hop.from);
  return {
    n,
    kind: 'transfer',
    chain,
    from: formatAccount(hop.from),
    to: formatAccount(hop.to),
    tx: formatHash(hop.tx, chain),
    block_number: hop.block,
    time: isoTime(hop.time),
    asset: formatAsset(hop.asset),
    amount: hop.amount.toString(),
    tainted: hop.tainted.toString(),
    grade: hop.lowConfidence ? 'heuristic' : 'on_chain',
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

export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}
