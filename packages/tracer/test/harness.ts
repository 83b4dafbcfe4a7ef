import {
  type ChainId,
  type Clock,
  type Context,
  createSystemClock,
  FundtrailError,
  type Source,
} from '@fundtrail/core';
import {
  createBridgeStore,
  createCaseStore,
  createFactStore,
  createFollowStore,
  createLabelStore,
  createLimiter,
  type Database,
} from '@fundtrail/store';
import { createTestDatabase } from '@fundtrail/testkit';
import {
  type BridgeServiceOptions,
  createBridgeServices,
  createSourceOpener,
  createTracer,
  type FollowerOptions,
  type FollowOutcome,
  type SourceSpec,
  type Tracer,
  type TracerDependencies,
} from '../src/index.ts';

/** A tracer on a database of its own whose jobs run one after the other, in the order they were asked for. */
export type Harness = {
  readonly tracer: Tracer;
  readonly database: Database;
  readonly deps: TracerDependencies;
  readonly context: Context;
  /** Runs jobs until none is left but those that are to be tried again later: they are the first of the next time. */
  drain(): Promise<void>;
  /** Runs at most so many jobs. */
  run(jobs: number): Promise<void>;
  /** Forgets all jobs, as a lost queue does. */
  lose(): void;
  /** One step of every chain that is to be followed. */
  follow(): Promise<readonly FollowOutcome[]>;
  /** A tracer of another host over the same database; its jobs run here. */
  otherHost(options?: FollowerOptions): Tracer;
  close(): Promise<void>;
};

export type HarnessOptions = {
  readonly openSource?: (spec: SourceSpec) => Promise<Source>;
  /** APIs of protocols, and protocols other than those of the registry; none and the registry when left out. */
  readonly bridges?: Omit<BridgeServiceOptions, 'store'>;
  /** Sources of chains beside a case's own; none when left out. */
  readonly configuredSource?: (chain: ChainId) => SourceSpec | undefined;
  readonly follower?: FollowerOptions;
  /** The system's own when left out. */
  readonly clock?: Clock;
};

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { database, logger, drop } = await createTestDatabase();
  const context: Context = {
    logger,
    clock: options.clock ?? createSystemClock(),
    signal: new AbortController().signal,
  };
  const facts = createFactStore(database);
  const sources = createSourceOpener({ context, facts, limiter: createLimiter(database, context.clock) });
  const queue: (() => Promise<void>)[] = [];
  const deps: TracerDependencies = {
    context,
    database,
    facts,
    labels: createLabelStore(database),
    cases: createCaseStore(database),
    follow: createFollowStore(database),
    bridges: createBridgeServices({ store: createBridgeStore(database), ...options.bridges }),
    jobs: {
      acquire: async (job) => void queue.push(() => tracer.acquire(job)),
      settle: async (job) => void queue.push(() => tracer.settle(job)),
      deliver: async () => {},
    },
    // The stored form of a URL is the sealer's business; what a test asserts about it is not its secrecy.
    sealer: {
      seal: (text) => Buffer.from(text).toString('base64'),
      open: (sealed) => Buffer.from(sealed, 'base64').toString(),
    },
    openSource: options.openSource ?? sources.open,
    configuredSource: options.configuredSource ?? (() => undefined),
  };
  const tracer = createTracer(deps, options.follower);
  return {
    tracer,
    database,
    deps,
    context,
    run: async (jobs) => {
      for (let n = 0; n < jobs; n += 1) await queue.shift()?.();
    },
    lose: () => {
      queue.length = 0;
    },
    follow: () => followOnce(tracer),
    otherHost: (other) => createTracer(deps, other),
    drain: async () => {
      const later: (() => Promise<void>)[] = [];
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        const again = job;
        await job().catch((error: unknown) => {
          if (!(error instanceof FundtrailError) || error.code !== 'other_branch') throw error;
          later.push(again);
        });
      }
      queue.push(...later);
    },
    close: async () => {
      await sources.close();
      await drop();
    },
  };
}

/** One step of every chain that is to be followed, by one host. */
export async function followOnce({ follower }: Pick<Tracer, 'follower'>): Promise<readonly FollowOutcome[]> {
  const outcomes: FollowOutcome[] = [];
  for (const target of await follower.targets()) outcomes.push(await follower.step(target));
  return outcomes;
}
