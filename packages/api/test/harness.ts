import { type Context, createLogger, createSystemClock } from '@fundtrail/core';
import {
  createBridgeStore,
  createCaseStore,
  createFactStore,
  createFollowStore,
  createLabelStore,
  createLimiter,
  type Database,
} from '@fundtrail/store';
import { createTestDatabase, type LaunderCase, readLaunderCase } from '@fundtrail/testkit';
import {
  type Cases,
  createBridgeServices,
  createSourceOpener,
  createTracer,
  loadDataset,
  type SourceSpec,
  type Tracer,
  type TracerDependencies,
} from '@fundtrail/tracer';
import { type ApiKeys, createApi, createApiKeys } from '../src/index.ts';

/** The API over a real tracer on a database of its own; jobs wait until they are drained. */
export type Harness = {
  readonly url: string;
  readonly key: string;
  readonly keys: ApiKeys;
  readonly database: Database;
  readonly cases: Cases;
  readonly tracer: Tracer;
  /** Log lines so far, as written. */
  readonly logs: readonly string[];
  /** Asks with the key; a body is sent as JSON. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Runs jobs until none is left. */
  drain(): Promise<void>;
  /** Loads a made laundering case with its labels. */
  load(folder: string): Promise<Loaded>;
  closeApi(): Promise<void>;
  close(): Promise<void>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly body: Record<string, unknown>;
};

export type Loaded = LaunderCase & { readonly sha256: string; readonly name: string; readonly seed: string };

export type HarnessOptions = {
  readonly heartbeatMs?: number;
  sourceOf?(chain: string): SourceSpec | undefined;
};

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { database, drop } = await createTestDatabase();
  const logs: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void logs.push(line) } });
  const context: Context = { logger, clock: createSystemClock(), signal: new AbortController().signal };
  const facts = createFactStore(database);
  const labels = createLabelStore(database);
  const sources = createSourceOpener({ context, facts, limiter: createLimiter(database, context.clock) });
  const queue: (() => Promise<void>)[] = [];
  const deps: TracerDependencies = {
    context,
    database,
    facts,
    labels,
    cases: createCaseStore(database),
    follow: createFollowStore(database),
    bridges: createBridgeServices({ store: createBridgeStore(database) }),
    jobs: {
      acquire: async (job) => void queue.push(() => tracer.acquire(job)),
      settle: async (job) => void queue.push(() => tracer.settle(job)),
      deliver: async () => {},
    },
    // How a URL is sealed is asserted elsewhere.
    sealer: {
      seal: (text) => Buffer.from(text).toString('base64'),
      open: (sealed) => Buffer.from(sealed, 'base64').toString(),
    },
    openSource: sources.open,
    configuredSource: (chain) => options.sourceOf?.(chain),
  };
  const tracer: Tracer = createTracer(deps);
  const keys = createApiKeys(database);
  const { key } = await keys.create('test');
  const api = await createApi({
    context,
    database,
    cases: tracer.cases,
    chains: tracer.chains,
    keys,
    sourceOf: (chain) => options.sourceOf?.(chain),
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
  });
  const { url } = await api.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    key,
    keys,
    database,
    cases: tracer.cases,
    tracer,
    logs,
    ask: (method, path, body, headers) =>
      request(`${url}${path}`, method, {
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    drain: async () => {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
    },
    load: async (folder) => {
      const made = readLaunderCase(folder);
      const { sha256, name } = await loadDataset(facts, `${folder}/transfers.csv.gz`, logger);
      await labels.importSet('default', made.labels);
      const [theft] = made.seeds;
      if (theft?.kind !== 'transaction') throw new TypeError('the made case has no theft');
      return { ...made, sha256, name, seed: `${theft.chain}:${theft.hash}` };
    },
    closeApi: () => api.close(),
    close: async () => {
      await api.close();
      await sources.close();
      await drop();
    },
  };
}

async function request(url: string, method: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { method, ...init });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
