/** Blocks from `from` to `to`, both included. */
export type BlockRange = { readonly from: number; readonly to: number };

/** Ranges in order that neither overlap nor touch: the form in which all functions here give them. */
export type BlockRanges = readonly BlockRange[];

/** Brings ranges into order and joins those that overlap or touch; empty ones (`to` before `from`) vanish. */
export function joinRanges(ranges: Iterable<BlockRange>): BlockRanges {
  const sorted = [...ranges].filter((range) => range.to >= range.from).sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last === undefined || from > last.to + 1) joined.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return joined;
}

/** What of `range` the ranges do not hold: the difference that is still to be asked for. */
export function missingFrom(ranges: BlockRanges, range: BlockRange): BlockRanges {
  const missing: BlockRange[] = [];
  let next = range.from;
  for (const { from, to } of joinRanges(ranges)) {
    if (to < next) continue;
    if (from > range.to) break;
    if (from > next) missing.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= range.to) missing.push({ from: next, to: range.to });
  return missing;
}

/** The part of the ranges up to a block. */
export function rangesUpTo(ranges: BlockRanges, block: number): BlockRanges {
  return joinRanges(ranges).flatMap(({ from, to }) => (from > block ? [] : [{ from, to: Math.min(to, block) }]));
}

/** The last block up to which the ranges hold everything from `from` on; `from - 1` when they lack `from` itself. */
export function reachFrom(ranges: BlockRanges, from: number): number {
  return joinRanges(ranges).find((range) => range.from <= from && range.to >= from)?.to ?? from - 1;
}
