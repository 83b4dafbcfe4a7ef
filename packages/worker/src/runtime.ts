import {
  createDelivery,
  createEgress,
  createEndpoints,
  createSealer,
  type Delivery,
  type Endpoints,
  loadInstallationKey,
  parseAllowList,
} from '@fundtrail/alerts';
import { wrappedNative } from '@fundtrail/attribution';
import type { ChainId, Context, Hash, Providers, TransactionReading } from '@fundtrail/core';
import { createQueues, type Queues } from '@fundtrail/queue';
import {
  createAnswerCache,
  createBridgeStore,
  createCaseStore,
  createDisputes,
  createFactStore,
  createFollowStore,
  createLabelStore,
  createLimiter,
  createSourceMemory,
  type Database,
  type FactStore,
  type LabelStore,
  migrate,
  openDatabase,
  type ProtocolAccountStore,
} from '@fundtrail/store';
import {
  type Cases,
  type Chains,
  createBridgeServices,
  createSourceOpener,
  createTracer,
  type LoadedDataset,
  loadDataset,
  readTransaction,
  type SourceSpec,
} from '@fundtrail/tracer';
import { openBackend, type RuntimeMode } from './backend.ts';
import { startFollowing } from './following.ts';
import { startHandlers } from './handlers.ts';
import type { ProtocolApiUrls } from './protocol-api-names.ts';
import { createProtocolApis } from './protocol-apis.ts';
import { startRegularTasks } from './regular-tasks.ts';
import { requireSchema } from './require-schema.ts';
import type { Role } from './roles.ts';
import { sealUrls } from './seal-urls.ts';

/** A source that is asked over a network. */
export type NetworkSource = Exclude<SourceSpec, { kind: 'dataset' }>;

export type RuntimeOptions = {
  readonly mode: RuntimeMode;
  /** What this process does; none: it only asks and tells. */
  readonly roles: readonly Role[];
  readonly context: Context;
  /** Seals secrets in the database: FUNDTRAIL_SECRET_KEY, or the file where that is not given. */
  readonly key: { readonly secretKey?: string; readonly keyFile: string };
  /** Who may be asked about which chain. */
  readonly providers?: Providers;
  /** Key and requests a second of explorers that `providers` does not name. */
  readonly explorerApiKey?: string;
  readonly explorerPerSecond?: number;
  /** APIs of protocols that may be asked; none when left out. */
  readonly protocolApis?: ProtocolApiUrls;
  /** Hosts and networks of the operator's own that webhooks may go to. */
  readonly egressAllow?: readonly string[];
};

/** Everything that is running for a process, joined together. */
export type Runtime = {
  readonly context: Context;
  /** Of the database; holds the password. */
  readonly connectionString: string;
  readonly database: Database;
  readonly queues: Queues;
  readonly cases: Cases;
  readonly chains: Chains;
  readonly facts: FactStore;
  readonly labels: LabelStore;
  /** Accounts of protocols that were learned or imported. */
  readonly protocolAccounts: ProtocolAccountStore;
  readonly endpoints: Endpoints;
  readonly delivery: Delivery;
  /** Reads a data set into its own fact space, once. `chain`: of a folder of recorded answers. @throws InputError */
  loadDataset(path: string, chain?: ChainId): Promise<LoadedDataset>;
  /** Reads one transaction of a source with its receipt. @throws NotFoundError when the source does not know it */
  readTransaction(spec: NetworkSource, hash: Hash): Promise<TransactionReading>;
  /** Computes a case that is done or failed again from its facts; a moving one does so by itself. */
  replay(caseId: string): Promise<void>;
  /**
   * Takes no more work, lets current jobs finish for `deadlineMs`, then stops them (they are done again later), and
   * closes everything; an embedded server stops when this was its last user. Can be called twice.
   */
  stop(deadlineMs?: number): Promise<void>;
};

const STOP_DEADLINE_MS = 10_000;
const APPLICATION = 'fundtrail';

/**
 * Starts what a process needs: the embedded server or connections to servers, the schema (embedded), and the roles.
 * When a later part fails, the earlier ones are closed again.
 * @throws FundtrailError with a remedy
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return await start(options, closers);
  } catch (error) {
    await closeAll(closers, options.context);
    throw error;
  }
}

async function start(options: RuntimeOptions, closers: (() => Promise<unknown>)[]): Promise<Runtime> {
  // Current jobs may go on for a while after the process was asked to stop, so they get a signal of their own.
  const stopping = new AbortController();
  const context: Context = { ...options.context, signal: stopping.signal };
  const { logger } = context;

  const sealer = createSealer(await loadInstallationKey(options.key));
  const backend = await openBackend(options.mode, logger);
  closers.push(() => backend.release());
  const database = openDatabase({ connectionString: backend.connectionString, logger, applicationName: APPLICATION });
  closers.push(() => database.close());
  if (options.mode.kind === 'embedded') await migrate(database);
  else await requireSchema(database);

  const egress = createEgress({ allow: parseAllowList(options.egressAllow ?? []) });
  closers.push(() => egress.close());
  const facts = createFactStore(database);
  const labels = createLabelStore(database);
  const cases = createCaseStore(database);
  const bridges = createBridgeStore(database);
  const limiter = createLimiter(database, context.clock);
  const sources = createSourceOpener({
    context,
    facts,
    limiter,
    answers: createAnswerCache(database),
    disputes: createDisputes(database),
    memory: createSourceMemory(database),
    ...(options.providers === undefined ? {} : { providers: options.providers }),
    ...(options.explorerApiKey === undefined ? {} : { explorerApiKey: options.explorerApiKey }),
    ...(options.explorerPerSecond === undefined ? {} : { explorerPerSecond: options.explorerPerSecond }),
  });
  closers.push(() => sources.close());
  const apis = createProtocolApis({ context, limiter, urls: options.protocolApis ?? new Map() });
  closers.push(async () => apis.close());
  const queues = createQueues(backend.queue, context);
  let deadlineMs = STOP_DEADLINE_MS;
  closers.push(async () => {
    const timer = setTimeout(() => stopping.abort(new Error('the process is stopping')), deadlineMs);
    await queues.close(deadlineMs).finally(() => clearTimeout(timer));
    stopping.abort(new Error('the process is stopping'));
  });
  await queues.ready();
  const tracer = createTracer({
    context,
    database,
    facts,
    labels,
    cases,
    follow: createFollowStore(database),
    bridges: createBridgeServices({ store: bridges, ask: apis.ask, clock: context.clock }),
    jobs: {
      acquire: (job) => queues.enqueueAcquire([job]),
      settle: (job) => queues.enqueueSettle([job]),
      deliver: () => queues.enqueueDeliver(),
    },
    sealer: sealUrls(sealer),
    openSource: (spec) => sources.open(spec),
    configuredSource: sources.configured,
  });
  const delivery = createDelivery({ database, context, sealer, egress });

  await startHandlers(options.roles, queues, tracer, delivery);
  for (const ticker of startRegularTasks(options.roles, { context, database, tracer, queues })) {
    closers.push(() => ticker.stop());
  }
  if (options.roles.includes('follow')) {
    const following = startFollowing({ context, follower: tracer.follower });
    closers.push(() => following.stop());
  }

  let stopped: Promise<void> | undefined;
  return {
    context,
    connectionString: backend.connectionString,
    database,
    queues,
    cases: tracer.cases,
    chains: tracer.chains,
    facts,
    labels,
    protocolAccounts: bridges.accounts,
    endpoints: createEndpoints({ database, sealer, egress }),
    delivery,
    loadDataset: (path, chain) => loadDataset(facts, path, logger, chain === undefined ? {} : { chain }),
    readTransaction: async (spec, hash) => {
      const wrapped = [...wrappedNative(spec.chain)];
      return readTransaction(await sources.open({ wrapped, ...spec }), spec.chain, hash);
    },
    replay: async (caseId) => {
      await cases.transition(caseId, ['done', 'failed'], 'running');
      const row = await cases.get(caseId);
      if (row !== undefined) await queues.enqueueSettle([{ caseId, wave: row.wave }]);
    },
    stop: (ms = STOP_DEADLINE_MS) => {
      deadlineMs = ms;
      stopped ??= closeAll(closers, context);
      return stopped;
    },
  };
}

/** Last opened, first closed. What cannot be closed is logged; the rest is closed all the same. */
async function closeAll(closers: readonly (() => Promise<unknown>)[], context: Context): Promise<void> {
  for (const close of closers.toReversed()) {
    try {
      await close();
    } catch (error) {
      context.logger.warn({ action: 'stop', err: error }, 'a part did not close cleanly');
    }
  }
}
