import { joinLegs, type Link, type ProtocolAdapter } from '@fundtrail/bridges';
import type { BridgeLeg } from '@fundtrail/core';
import type { LinkKey, LinkOutcome, WantedLink } from '@fundtrail/store';
import { askApi, type Looked } from './ask-api.ts';
import type { LinkDeps } from './link-deps.ts';
import { createLogSpans, type LogSpans } from './log-spans.ts';
import { lookFor } from './look-for.ts';
import { nameOf } from './no-source.ts';
import { parseOwnKey } from './own-key.ts';
import { nextSearchIn } from './schedule.ts';
import { searchUnjoined } from './search-unjoined.ts';

/** What came of looking for it before. */
export type Before = Pick<WantedLink, 'attempts' | 'searched'>;

/**
 * Looks for the other side of a movement: on its own chain by its key, then by whom it is meant for, then by what the protocol itself says; by few
 * requests, and not at all once it is known. Blocks whose logs were searched once they were final are not searched again. What is found is read
 * from its chain and stored; whether it joins, the links decide.
 * @param now Unix seconds
 */
export async function searchLink(
  deps: LinkDeps,
  wanted: LinkKey,
  { attempts, searched }: Before,
  now: number,
): Promise<LinkOutcome> {
  const logs = createLogSpans(searched);
  const adapter = deps.adapterOf(wanted.protocol);
  if (adapter !== undefined) await deps.learnAccounts(adapter);
  const own = parseOwnKey(wanted.key);
  if (adapter !== undefined && own !== undefined)
    return searchUnjoined(deps, adapter, wanted, own, { attempts, searched }, now);
  const before = adapter === undefined ? undefined : joinLegs(adapter, await deps.legsOf(wanted));
  const outcome = (state: LinkOutcome['state'], reason: string | null, nextAt: Date | null = null): LinkOutcome => ({
    ...wanted,
    state,
    reason,
    nextAt,
    searched: logs.searched(),
  });
  if (adapter === undefined || before === undefined)
    return outcome('unavailable', 'the transaction that it left by is gone');
  if (isFound(before)) return outcome('covered', null);
  const source = before.sources[0];
  if (source === undefined || before.state === 'refused') return outcome('unavailable', before.notes.join('; '));
  const lacks: string[] = [];
  let asked = false;
  for (const way of waysOf(deps, adapter, source.leg, source.time, logs)) {
    const looked = await way();
    asked ||= looked.asked;
    if (looked.lacks !== undefined && !lacks.includes(looked.lacks)) lacks.push(looked.lacks);
    const after = joinLegs(adapter, await deps.legsOf(wanted));
    if (after !== undefined && isFound(after)) return outcome('covered', null);
  }
  if (!asked) return outcome('unavailable', lacks.join('; ') || unsearchable(source.leg));
  const wait = nextSearchIn(adapter.delays, now - source.time, attempts);
  const said = (found: string): string => [found, ...lacks].join('; ');
  if (wait === undefined) return outcome('unavailable', said('nothing was found that arrived in 30 days'));
  return outcome('waiting', said('nothing has arrived yet'), new Date((now + wait) * 1000));
}

function isFound({ state }: Link): boolean {
  return state === 'arrived' || state === 'refunded';
}

function unsearchable({ toChain }: BridgeLeg): string {
  return toChain === undefined
    ? 'where it goes cannot be told'
    : `it goes to ${nameOf(toChain)}, which cannot be searched`;
}

function* waysOf(
  deps: LinkDeps,
  adapter: ProtocolAdapter,
  leg: BridgeLeg,
  time: number,
  logs: LogSpans,
): Generator<() => Promise<Looked>> {
  for (const search of adapter.search?.(leg) ?? []) yield () => lookFor(deps, search, time, logs);
  const apis = adapter.api === undefined ? [] : [adapter.api, ...(adapter.furtherApis ?? [])];
  for (const api of apis) yield () => askApi(deps, api, leg);
}
