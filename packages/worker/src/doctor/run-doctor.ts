import { existsSync } from 'node:fs';
import { type ChainId, type Context, chainInfo, type Providers } from '@fundtrail/core';
import { embeddedClusterIn, openDatabase } from '@fundtrail/store';
import { type Backend, openBackend, type RuntimeMode } from '../backend.ts';
import { bounded, type CheckContext } from './bounded.ts';
import { type ConfigurationFacts, checkConfiguration } from './check-configuration.ts';
import { checkDatabase } from './check-database.ts';
import { checkPool } from './check-pool.ts';
import { checkQueue } from './check-queue.ts';
import { checkReachedChains } from './check-reached-chains.ts';
import { type Finding, findingsAbout } from './finding.ts';

export type DoctorOptions = Omit<ConfigurationFacts, 'isService'> & {
  readonly mode: RuntimeMode;
  /** The chains whose providers are asked; all that are configured when left out. */
  readonly only?: readonly ChainId[];
  readonly context: Context;
};

const CONFIGURATION_TIMEOUT_MS = 5_000;
/** Starting an embedded server takes a few seconds. */
const DATABASE_TIMEOUT_MS = 60_000;
const QUEUE_TIMEOUT_MS = 20_000;
/** Asked about where an explorer serves every chain and none is named. */
const EXAMPLE_CHAIN: ChainId = 'eip155:1';

/** Looks at everything that tracing needs, all at once and each for a bounded time. Changes nothing; never throws for what it finds. */
export async function runDoctor(options: DoctorOptions): Promise<readonly Finding[]> {
  const { context, mode, providers } = options;
  const isService = mode.kind === 'service';
  const found = await Promise.all([
    bounded(context, CONFIGURATION_TIMEOUT_MS, { subject: 'configuration', check: 'file' }, () =>
      checkConfiguration({ ...options, isService }),
    ),
    checkServers(mode, providers, context),
    ...chainsToAsk(providers, options.only).map((chain) => checkChain(providers, chain, context)),
  ]);
  return found.flat();
}

function chainsToAsk(providers: Providers, only: readonly ChainId[] | undefined): readonly ChainId[] {
  if (only !== undefined) return only;
  if (providers.chains.length > 0) return providers.chains;
  return providers.poolOf(EXAMPLE_CHAIN) === undefined ? [] : [EXAMPLE_CHAIN];
}

async function checkChain(providers: Providers, chain: ChainId, context: Context): Promise<readonly Finding[]> {
  const pool = providers.poolOf(chain);
  if (pool !== undefined) return checkPool(pool, context);
  return [
    findingsAbout(chain).fail('providers', `no provider of ${chainInfo(chain).name} is configured`, {
      consequence: 'It can neither be traced nor followed.',
      remedy: 'Write one into the configuration file, or set FUNDTRAIL_RPC_URL or FUNDTRAIL_EXPLORER_URL.',
    }),
  ];
}

/** The database, and then the queue, whose tables may lie in it. */
async function checkServers(mode: RuntimeMode, providers: Providers, context: Context): Promise<readonly Finding[]> {
  if (mode.kind === 'embedded' && !existsSync(embeddedClusterIn(mode.dataDirectory))) {
    const { ok } = findingsAbout('database');
    return [ok('reachable', `an embedded server is made in ${mode.dataDirectory} when it is first needed`)];
  }
  let backend: Backend | undefined;
  try {
    const database = await bounded(
      context,
      DATABASE_TIMEOUT_MS,
      { subject: 'database', check: 'reachable' },
      async (inner) => {
        backend = await openBackend(mode, inner.logger);
        return withDatabase(backend, mode, providers, inner);
      },
    );
    // Looking at the queue makes its tables, which is for a database that is in order.
    if (backend === undefined || database.some(({ status }) => status === 'fail')) return database;
    const { queue } = backend;
    const found = await bounded(context, QUEUE_TIMEOUT_MS, { subject: 'queue', check: 'reachable' }, (inner) =>
      checkQueue(queue, inner),
    );
    return [...database, ...found];
  } finally {
    await backend?.release();
  }
}

async function withDatabase(
  backend: Backend,
  mode: RuntimeMode,
  providers: Providers,
  context: CheckContext,
): Promise<readonly Finding[]> {
  const database = openDatabase({
    connectionString: backend.connectionString,
    logger: context.logger,
    applicationName: 'fundtrail-doctor',
    maxConnections: 1,
  });
  try {
    const findings = await checkDatabase(database, mode, context.clock);
    if (findings.some(({ status }) => status === 'fail')) return findings;
    return [...findings, ...(await checkReachedChains(database, providers))];
  } finally {
    await database.close();
  }
}
