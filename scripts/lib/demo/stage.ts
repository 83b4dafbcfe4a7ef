import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, createApiKeys } from '@fundtrail/api';
import { type Clock, createLogger } from '@fundtrail/core';
import { type Anvil, startAnvil } from '@fundtrail/testkit';
import { keyFileIn, ROLES, type Runtime, startRuntime } from '@fundtrail/worker';
import { type BlockWatch, watchBlocks } from './block-watch.ts';
import { type Alert, type Receiver, startReceiver } from './receiver.ts';

const LOOPBACK = '127.0.0.1';
/** The demo's data goes with it: there is no point in letting jobs finish. */
const STOP_MS = 500;

/** Everything that runs during the demo, all of it on free ports of the loopback interface. */
export type Stage = {
  readonly dataDirectory: string;
  readonly anvil: Anvil;
  readonly blocks: BlockWatch;
  readonly runtime: Runtime;
  readonly receiver: Receiver;
  readonly endpointId: string;
  readonly api: { readonly url: string; readonly key: string };
};

export type StageOptions = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onAlert: (alert: Alert) => void;
  /** Told before each part is started. */
  readonly say: (text: string) => void;
};

/** Starts it all, runs `play`, and leaves nothing behind: no process, no file. */
export async function withStage<T>(options: StageOptions, play: (stage: Stage) => Promise<T>): Promise<T> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return await play(await openStage(options, closers));
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

async function openStage(options: StageOptions, closers: (() => Promise<unknown>)[]): Promise<Stage> {
  const { clock, signal, say } = options;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fundtrail-demo-'));
  closers.push(() => rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 }));
  // Root's database runs as another user, who must get in.
  await chmod(dataDirectory, 0o711);

  say('starting a local chain (anvil)');
  const anvil = await startAnvil();
  closers.push(() => anvil.stop());
  const blocks = watchBlocks(anvil.url, clock);
  closers.push(() => blocks.stop());
  signal.throwIfAborted();

  say('starting fundtrail with a database of its own (PostgreSQL), its queue, its workers and its API');
  const context = { logger: createLogger({ level: 'silent' }), clock, signal };
  const runtime = await startRuntime({
    mode: { kind: 'embedded', dataDirectory },
    roles: ROLES,
    context,
    key: { keyFile: keyFileIn(dataDirectory) },
    egressAllow: [LOOPBACK],
  });
  closers.push(() => runtime.stop(STOP_MS));
  signal.throwIfAborted();
  const keys = createApiKeys(runtime.database);
  const api = await createApi({
    context: runtime.context,
    database: runtime.database,
    cases: runtime.cases,
    chains: runtime.chains,
    keys,
    sourceOf: () => undefined,
  });
  closers.push(() => api.close());
  const { url } = await api.listen({ host: LOOPBACK, port: 0 });
  const { key } = await keys.create('demo');

  say('starting a receiver of webhooks, as an exchange would run one, and subscribing it');
  const receiver = await startReceiver(options.onAlert);
  closers.push(() => receiver.close());
  const { endpoint, secret } = await runtime.endpoints.add(receiver.url);
  receiver.expect(endpoint.id, secret);
  signal.throwIfAborted();
  return { dataDirectory, anvil, blocks, runtime, receiver, endpointId: endpoint.id, api: { url, key } };
}
