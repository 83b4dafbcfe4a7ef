import { joinLegs, type Link, MOST_SKEW_SECONDS, type ProtocolAdapter, type Search } from '@fundtrail/bridges';
import {
  type BridgeLeg,
  type ChainId,
  chainInfo,
  type Hash,
  isTraceable,
  isUtxo,
  type Source,
  SourceError,
  TRANSFER_KINDS,
  transferKindsOn,
} from '@fundtrail/core';
import type { LinkKey, LinkOutcome, WantedLink } from '@fundtrail/store';
import { askApi, type Looked } from './ask-api.ts';
import type { LinkDeps } from './link-deps.ts';
import { createLogSpans, type LogSpans } from './log-spans.ts';
import { nameOf, noSource } from './no-source.ts';
import { nextSearchIn } from './schedule.ts';

/** Transactions of a declared receiver that are looked at, at most: who gets more is no burner. */
const MOST_RECEIPTS = 200;
/** Questions that one search of logs may cost. */
const MOST_LOG_REQUESTS = 50;
/** Transactions that one search may read whole. */
const MOST_READS = 25;

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
  const reason = ['nothing has arrived yet', ...lacks].join('; ');
  if (wait === undefined) return outcome('unavailable', 'nothing arrived in 30 days');
  return outcome('waiting', reason, new Date((now + wait) * 1000));
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

async function lookFor(deps: LinkDeps, search: Search, time: number, logs: LogSpans): Promise<Looked> {
  const { chain } = search;
  const source = isTraceable(chain) ? await deps.sourceFor(chain) : undefined;
  if (source === undefined) return { asked: false, lacks: noSource(chain) };
  switch (search.by) {
    case 'transaction':
      return { asked: true, ...(await readOne(deps, source, chain, search.hash)) };
    case 'logs':
      return lookInLogs(deps, source, chain, search, time, logs);
    case 'account':
      return lookAtAccount(deps, source, chain, search.address, time);
  }
}

/** Reads a transaction and stores it with what it is to movements. Not there yet is no fault. */
export async function readOne(
  deps: LinkDeps,
  source: Source,
  chain: ChainId,
  hash: Hash,
): Promise<{ readonly lacks?: string }> {
  if (await deps.isStored(chain, hash)) return {};
  try {
    await deps.keep([await source.transaction(chain, hash, deps.signal)]);
    return {};
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'refused') return {};
    if (error instanceof SourceError && error.failure === 'unsupported') return { lacks: error.message };
    throw error;
  }
}

async function lookInLogs(
  deps: LinkDeps,
  source: Source,
  chain: ChainId,
  { addresses, topics }: Extract<Search, { by: 'logs' }>,
  time: number,
  logs: LogSpans,
): Promise<Looked> {
  if (source.logs === undefined) return { asked: false, lacks: `${source.id} cannot search logs` };
  const head = await source.head(chain);
  const fromBlock = logs.first(chain) ?? (await firstBlock(source, chain, time - MOST_SKEW_SECONDS));
  if (fromBlock > head.block) return { asked: true };
  const { signal } = deps;
  const range = { fromBlock, toBlock: head.block };
  const answer = await source.logs({ chain, addresses, topics, ...range, maxRequests: MOST_LOG_REQUESTS, signal });
  const hashes = [...new Set(answer.logs.map(({ tx }) => tx))];
  for (const hash of hashes.slice(0, MOST_READS)) await readOne(deps, source, chain, hash);
  const reached = hashes.length > MOST_READS ? fromBlock - 1 : Math.min(answer.reached, head.block);
  logs.reached(chain, Math.min(reached, head.block - chainInfo(chain).reorgWindow));
  if (hashes.length > MOST_READS)
    return { asked: true, lacks: `${hashes.length} transactions match; ${MOST_READS} were read` };
  if (answer.status === 'truncated')
    return { asked: true, lacks: `logs were searched to block ${answer.reached} only` };
  return { asked: true };
}

/** What a declared receiver got since then; on account chains each receipt is read whole where it was told by its row only. */
async function lookAtAccount(
  deps: LinkDeps,
  source: Source,
  chain: ChainId,
  address: string,
  time: number,
): Promise<Looked> {
  const head = await source.head(chain);
  const fromBlock = await firstBlock(source, chain, time - MOST_SKEW_SECONDS);
  if (fromBlock > head.block) return { asked: true };
  const kinds = isUtxo(chain) ? transferKindsOn(chain) : TRANSFER_KINDS;
  const history = await source.history({
    chain,
    address,
    kinds,
    fromBlock,
    toBlock: head.block,
    maxRows: MOST_RECEIPTS,
    signal: deps.signal,
  });
  const told = history.transactions.filter((fact) => fact.block >= fromBlock);
  const whole = told.filter((fact) => isUtxo(chain) || fact.receipt?.logs !== undefined);
  if (whole.length > 0) await deps.keep(whole);
  const rows = told.filter(
    (fact) => !whole.includes(fact) && fact.legs.some(({ kind, to }) => kind !== 'fee' && to === address),
  );
  for (const { hash } of rows.slice(0, MOST_READS)) await readOne(deps, source, chain, hash);
  const cut = history.coverage.some(({ status }) => status === 'truncated') || rows.length > MOST_READS;
  return cut ? { asked: true, lacks: `${address} received more than was looked at` } : { asked: true };
}

async function firstBlock(source: Source, chain: ChainId, time: number): Promise<number> {
  if (source.blockAt === undefined) return 0;
  try {
    return await source.blockAt(chain, time);
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'refused') return 0;
    throw error;
  }
}
