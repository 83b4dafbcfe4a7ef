import { type ChainId, chainInfo } from '@fundtrail/core';
import { type Finding, type Findings, findingsAbout } from './finding.ts';

export type Head = { readonly block: number; readonly time: number };

/** A head so many blocks old, but at least so long, stands still or lags. */
const OLD_BLOCKS = 30;
const OLD_SECONDS = 120;
/** Clocks of chains and machines differ by less. */
const FUTURE_SECONDS = 30;
/** Heads of two providers may differ by as many blocks as come in this time, and by some more. */
const LAG_SECONDS = 15;
const LAG_BLOCKS = 3;

export function subjectOf(chain: ChainId, source: string): string {
  return `${chain} ${source}`;
}

/** Findings about one provider of a chain. */
export function aboutSource(chain: ChainId, source: string): Findings {
  return findingsAbout(subjectOf(chain, source), source);
}

/** How old a head is. @param now milliseconds since the Unix epoch */
export function ageFindings({ ok, warn, fail }: Findings, chain: ChainId, head: Head, now: number): readonly Finding[] {
  const age = Math.round(now / 1_000 - head.time);
  if (age < -FUTURE_SECONDS) {
    return [
      fail('head', `its newest block ${head.block} lies ${-age} s in the future`, {
        consequence: 'Ages and confirmations are judged wrongly.',
        remedy: 'Compare the clock of this machine with another one; if it is right, use another provider.',
      }),
    ];
  }
  const old = Math.max(OLD_SECONDS, (OLD_BLOCKS * chainInfo(chain).blockTimeMs) / 1_000);
  if (age <= old) return [ok('head', `block ${head.block}, ${Math.max(0, age)} s old`)];
  return [
    warn('head', `its newest block ${head.block} is ${age} s old`, {
      consequence: 'What moved since then is not seen.',
      remedy: 'Wait until it has caught up, or use another provider.',
    }),
  ];
}

/** A head that is behind those of the other providers of its chain. */
export function lagFindings(
  { warn }: Findings,
  chain: ChainId,
  head: Head,
  others: readonly Head[],
): readonly Finding[] {
  const newest = Math.max(head.block, ...others.map(({ block }) => block));
  const allowed = LAG_BLOCKS + Math.ceil((LAG_SECONDS * 1_000) / chainInfo(chain).blockTimeMs);
  if (newest - head.block <= allowed) return [];
  return [
    warn('lag', `it is ${newest - head.block} blocks behind another provider`, {
      consequence: 'Movements are seen late, and agreement waits for it.',
      remedy: 'Wait until it has caught up, or use another provider.',
    }),
  ];
}
