import { MOST_SKEW_SECONDS, type Search } from '@fundtrail/bridges';
import {
  type ChainId,
  chainInfo,
  formatHash,
  type Hash,
  isTraceable,
  isUtxo,
  type Source,
  SourceError,
  TRANSFER_KINDS,
  type TransactionFact,
  transferKindsOn,
} from '@fundtrail/core';
import type { Looked } from './ask-api.ts';
import type { LinkDeps } from './link-deps.ts';
import type { LogSpans } from './log-spans.ts';
import { noSource } from './no-source.ts';

/** Transactions of a declared receiver that are looked at, at most: who gets more is no burner. */
const MOST_RECEIPTS = 200;
/** Questions that one search of logs may cost. */
const MOST_LOG_REQUESTS = 50;
/** Transactions that one search may read whole. */
const MOST_READS = 25;

/** Looks for the other side on its own chain; what is found is stored. What the source cannot tell is no failure: another way may. */
export async function lookFor(deps: LinkDeps, search: Search, time: number, logs: LogSpans): Promise<Looked> {
  const { chain } = search;
  const source = isTraceable(chain) ? await deps.sourceFor(chain) : undefined;
  if (source === undefined) return { asked: false, lacks: noSource(chain) };
  try {
    return await look(deps, source, search, time, logs);
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'unsupported') return { asked: false, lacks: error.message };
    throw error;
  }
}

async function look(deps: LinkDeps, source: Source, search: Search, time: number, logs: LogSpans): Promise<Looked> {
  const { chain } = search;
  switch (search.by) {
    case 'transaction':
      return lookAtTransaction(deps, source, chain, search.hash);
    case 'logs':
      return lookInLogs(deps, source, chain, search, time, logs);
    case 'account':
      return lookAtAccount(deps, source, chain, search.address, time);
  }
}

/** Reads a transaction and stores it with what it is to movements; resolves to why it could not be read, undefined when it is stored. */
async function readOne(deps: LinkDeps, source: Source, chain: ChainId, hash: Hash): Promise<SourceError | undefined> {
  if (await deps.isStored(chain, hash)) return undefined;
  try {
    await deps.keep([await source.transaction(chain, hash, deps.signal)]);
    return undefined;
  } catch (error) {
    if (error instanceof SourceError && (error.failure === 'refused' || error.failure === 'unsupported')) return error;
    throw error;
  }
}

/** Reads transactions that were told of, so many at most; resolves to what is left unread, undefined where nothing is. */
async function readAll(
  deps: LinkDeps,
  source: Source,
  chain: ChainId,
  hashes: readonly Hash[],
): Promise<string | undefined> {
  const lacks: string[] = [];
  for (const hash of hashes.slice(0, MOST_READS)) {
    const error = await readOne(deps, source, chain, hash);
    if (error !== undefined) lacks.push(`${formatHash(hash, chain)} was told of but not read: ${error.message}`);
  }
  if (hashes.length > MOST_READS) lacks.push(`${hashes.length} transactions match; ${MOST_READS} were read`);
  return lacks.length === 0 ? undefined : lacks.join('; ');
}

/** Not there yet is no fault. */
async function lookAtTransaction(deps: LinkDeps, source: Source, chain: ChainId, hash: Hash): Promise<Looked> {
  const error = await readOne(deps, source, chain, hash);
  return { asked: true, ...(error?.failure === 'unsupported' ? { lacks: error.message } : {}) };
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
  const question = { chain, addresses, topics, ...range, maxRequests: MOST_LOG_REQUESTS, signal };
  const answer = await source.logs(question);
  const hashes = [...new Set(answer.logs.map(({ tx }) => tx))];
  const unread = await readAll(deps, source, chain, hashes);
  // What was told of but not read is searched for again.
  const reached = unread === undefined ? answer.reached : fromBlock - 1;
  logs.reached(chain, Math.min(reached, head.block - chainInfo(chain).reorgWindow));
  if (unread !== undefined) return { asked: true, lacks: unread };
  if (answer.status === 'truncated')
    return { asked: true, lacks: `logs were searched to block ${answer.reached} only` };
  return { asked: true };
}

/**
 * What a declared receiver got since then; on account chains each receipt is read whole where it was told by its row only.
 * @param until unix seconds; to the head when left out
 */
export async function lookAtAccount(
  deps: LinkDeps,
  source: Source,
  chain: ChainId,
  address: string,
  time: number,
  until?: number,
): Promise<Looked & { readonly told: readonly TransactionFact[] }> {
  const head = await source.head(chain);
  const fromBlock = await firstBlock(source, chain, time - MOST_SKEW_SECONDS);
  const toBlock =
    until === undefined || until >= head.time ? head.block : await firstBlock(source, chain, until, head.block);
  if (fromBlock > toBlock) return { asked: true, told: [] };
  const kinds = isUtxo(chain) ? transferKindsOn(chain) : TRANSFER_KINDS;
  const history = await source.history({
    chain,
    address,
    kinds,
    fromBlock,
    toBlock,
    maxRows: MOST_RECEIPTS,
    signal: deps.signal,
  });
  const told = history.transactions.filter((fact) => fact.block >= fromBlock);
  const whole = told.filter((fact) => isUtxo(chain) || fact.receipt?.logs !== undefined);
  if (whole.length > 0) await deps.keep(whole);
  const rows = told.filter(
    (fact) => !whole.includes(fact) && fact.legs.some(({ kind, to }) => kind !== 'fee' && to === address),
  );
  const unread = await readAll(
    deps,
    source,
    chain,
    rows.map(({ hash }) => hash),
  );
  const cut = history.coverage.some(({ status }) => status === 'truncated');
  const untold = history.coverage.filter(({ status }) => status === 'unavailable').map(({ kind }) => kind);
  const lacks = [
    ...(cut ? [`${address} received more than was looked at`] : []),
    ...(untold.length === 0 ? [] : [`${source.id} does not tell ${untold.join(' and ')} transfers`]),
    ...(unread === undefined ? [] : [unread]),
  ];
  return { asked: true, told, ...(lacks.length === 0 ? {} : { lacks: lacks.join('; ') }) };
}

async function firstBlock(source: Source, chain: ChainId, time: number, unknown = 0): Promise<number> {
  if (source.blockAt === undefined) return unknown;
  try {
    return await source.blockAt(chain, time);
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'refused') return unknown;
    throw error;
  }
}
