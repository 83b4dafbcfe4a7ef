import { DEFAULT_RULES, findCandidates, joinLegs, type PlacedLeg, type ProtocolAdapter } from '@fundtrail/bridges';
import { type BridgeLeg, isTraceable } from '@fundtrail/core';
import type { LinkKey, LinkOutcome, WantedLink } from '@fundtrail/store';
import type { LinkDeps } from './link-deps.ts';
import { createLogSpans } from './log-spans.ts';
import { lookAtAccount, lookFor } from './look-for.ts';
import { noSource } from './no-source.ts';
import type { OwnKey } from './own-key.ts';
import { receiptsOf } from './receipts-of.ts';
import { nextSearchIn } from './schedule.ts';

/**
 * Looks for the other side of a movement that nothing joins by proof: what the receiver that it declares, or the same account, got in the
 * protocol's time is compared with it, and what fits is kept as guesses. They are told, and are never flows.
 * @param now Unix seconds
 */
export async function searchUnjoined(
  deps: LinkDeps,
  adapter: ProtocolAdapter,
  wanted: LinkKey,
  { chain, hash, index }: OwnKey,
  { attempts, searched }: Pick<WantedLink, 'attempts' | 'searched'>,
  now: number,
): Promise<LinkOutcome> {
  const logs = createLogSpans(searched);
  const outcome = (state: LinkOutcome['state'], reason: string | null, nextAt: Date | null = null): LinkOutcome => ({
    ...wanted,
    state,
    reason,
    nextAt,
    searched: logs.searched(),
  });
  const legs = await deps.legsIn(chain, hash);
  const source = legs.find(({ leg }) => isSourceOf(leg, wanted.protocol, index));
  if (source === undefined) return outcome('unavailable', 'the transaction that it left by is gone');
  const { leg, time } = source;
  const link =
    leg.key === undefined ? undefined : joinLegs(adapter, await deps.legsOf({ protocol: leg.protocol, key: leg.key }));
  if (link?.state === 'refused') return outcome('unavailable', link.notes.join('; '));
  // Its fault is gone since: from now on it goes by its key.
  if (link !== undefined) return outcome('covered', null);

  const { p99Seconds } = adapter.delays;
  const isOver = now > time + p99Seconds;
  const lacks: string[] = [];
  let found = 0;
  if (attempts === 0 || !isOver || leg.fault === undefined) {
    for (const search of adapter.search?.(leg) ?? []) {
      if (search.by === 'account') continue;
      const looked = await lookFor(deps, search, time, logs);
      if (looked.lacks !== undefined) lacks.push(looked.lacks);
    }
    const guessed = await guess(deps, adapter, source);
    if (typeof guessed === 'string') return leg.fault === undefined ? outcome('unavailable', guessed) : later(guessed);
    if (guessed.lacks !== undefined) lacks.push(guessed.lacks);
    found = guessed.found;
  }
  const reason = [
    leg.fault ?? 'only guesses can join it',
    `${found} transactions may be its other side`,
    ...lacks,
  ].join('; ');
  // Nothing that comes later fits: it was looked at once after that.
  return isOver && leg.fault === undefined ? outcome('unavailable', reason) : later(reason);

  function later(why: string): LinkOutcome {
    const wait = nextSearchIn(adapter.delays, now - time, attempts);
    return wait === undefined ? outcome('unavailable', why) : outcome('waiting', why, new Date((now + wait) * 1000));
  }
}

function isSourceOf(leg: BridgeLeg, protocol: string, index: number): boolean {
  return leg.side === 'source' && leg.protocol === protocol && leg.index === index;
}

/** Looks at what the receiver got, and keeps what fits. Text: why nobody can be looked at. */
async function guess(
  deps: LinkDeps,
  adapter: ProtocolAdapter,
  { leg, time }: PlacedLeg,
): Promise<{ readonly found: number; readonly lacks?: string } | string> {
  const { toChain, toAccount, fromChain, fromAccount } = leg;
  if (toChain === undefined) return leg.fault ?? 'where it goes cannot be told';
  if (!isTraceable(toChain)) return noSource(toChain);
  const sameKind = fromChain?.startsWith('eip155:') === true && toChain.startsWith('eip155:');
  const account = toAccount ?? (sameKind ? fromAccount : undefined);
  if (account?.startsWith('0x') !== true) return leg.fault ?? 'whom it is for cannot be told';
  const source = await deps.sourceFor(toChain);
  if (source === undefined) return noSource(toChain);
  const until = time + adapter.delays.p99Seconds;
  const { told, lacks } = await lookAtAccount(deps, source, toChain, account, time, until);
  const destinations: { leg: BridgeLeg; time: number }[] = [];
  for (const fact of told) {
    const stored = (await deps.legsIn(toChain, fact.hash)).filter(
      (placed) =>
        placed.leg.protocol === leg.protocol && placed.leg.side === 'destination' && placed.leg.toAccount === account,
    );
    const receipts = stored.length > 0 ? stored.map((placed) => placed.leg) : receiptsOf(fact, account, leg.protocol);
    destinations.push(...receipts.map((one) => ({ leg: one, time: fact.time })));
  }
  const candidates = findCandidates({ leg, time }, destinations, { ...DEFAULT_RULES, delays: adapter.delays });
  await deps.keepCandidates(leg, candidates);
  return { found: candidates.length, ...(lacks === undefined ? {} : { lacks }) };
}
