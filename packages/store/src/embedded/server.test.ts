import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@fundtrail/core';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { isServerOf } from './process-alive.ts';
import { startEmbeddedPostgres } from './server.ts';
import { databaseUser } from './system-user.ts';

const HOLDER = fileURLToPath(new URL('../../test/hold-server.ts', import.meta.url));
const AS_ROOT = process.getuid?.() === 0;
const logger = createLogger({ level: 'silent' });

let dataDir: string;
const holders = new Set<ChildProcessWithoutNullStreams>();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-embedded-'));
  await chmod(dataDir, 0o711);
});
afterEach(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  holders.clear();
  await expect.poll(() => serverRuns(), { timeout: 30_000 }).toBe(false);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

test('two users in one process share one server; the first one out leaves it, the last one out stops it', async () => {
  const first = await startEmbeddedPostgres({ dataDir, logger });
  const second = await startEmbeddedPostgres({ dataDir, logger });
  expect([first.joined, second.joined]).toEqual([false, true]);
  expect(second.connectionString).toBe(first.connectionString);
  await first.stop();
  expect(await query(second.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
  await second.stop();
  expect(await serverRuns()).toBe(false);
  expect(leftProcesses()).toBe('');
});

test('what was stored is there after a restart, with the same password, kept safely', async () => {
  const first = await startEmbeddedPostgres({ dataDir, logger });
  await query(first.connectionString, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir, logger });
  expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect(await query(second.connectionString, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(second.connectionString, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(new URL(second.connectionString).password).toMatch(/^[0-9a-f]{48}$/);
  const { home, password } = layoutOf(dataDir);
  expect((await stat(password)).mode & 0o777).toBe(0o600);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  const wrong = new URL(second.connectionString);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  await second.stop();
});

test('four processes that start at once get one server; it goes when the last has ended', async () => {
  const held = await Promise.all([hold(), hold(), hold(), hold()]);
  expect(new Set(held.map(({ answer }) => answer.connectionString)).size).toBe(1);
  expect(held.filter(({ answer }) => answer.joined === false)).toHaveLength(1);
  for (const { holder } of held.slice(1)) await end(holder);
  expect(await serverRuns()).toBe(true);
  await end(held[0]?.holder);
  expect(await serverRuns()).toBe(false);
});

test('the server goes by itself when its only user is killed, and stays when another one lives', async () => {
  const starter = await hold();
  const other = await hold();
  starter.holder.kill('SIGKILL');
  await once(starter.holder, 'exit');
  expect(await query(String(other.answer.connectionString), 'select 1 as one')).toEqual([{ one: 1 }]);
  other.holder.kill('SIGKILL');
  await expect.poll(() => serverRuns(), { timeout: 20_000 }).toBe(false);
});

test('a server that lost its watchdog is cleared away by the next start', async () => {
  const { holder } = await hold();
  const pid = await serverPid();
  const watchdogs = spawnSync('pgrep', ['-f', `fundtrail-db ${layoutOf(dataDir).state}`], { encoding: 'utf8' });
  for (const watchdog of watchdogs.stdout.trim().split('\n')) process.kill(Number(watchdog), 'SIGKILL');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(isServerOf(pid, layoutOf(dataDir).pgdata)).toBe(true);
  const next = await startEmbeddedPostgres({ dataDir, logger });
  expect(next.joined).toBe(false);
  expect(isServerOf(pid, layoutOf(dataDir).pgdata)).toBe(false);
  await next.stop();
});

test('a server whose process was killed starts again with its data', async () => {
  const { holder, answer } = await hold();
  await query(String(answer.connectionString), 'create table kept as select 42 as answer');
  process.kill(await serverPid(), 'SIGKILL');
  await expect.poll(() => serverRuns()).toBe(false);
  const next = await startEmbeddedPostgres({ dataDir, logger });
  expect(await query(next.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await next.stop();
  await end(holder);
});

test('a volatile server is fast and leaves no files', async () => {
  const server = await startEmbeddedPostgres({ dataDir, logger, volatile: true });
  expect(await query(server.connectionString, 'show fsync')).toEqual([{ fsync: 'off' }]);
  await server.stop();
  await expect(stat(dataDir)).rejects.toThrow(/ENOENT/);
});

test.runIf(AS_ROOT)(
  'as root the server runs as another user, from programs and data outside of the checkout',
  async () => {
    const made = join(dataDir, 'made', 'below');
    const server = await startEmbeddedPostgres({ dataDir: made, logger });
    const pid = Number((await readFile(join(layoutOf(made).pgdata, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    expect((await stat(`/proc/${pid}`)).uid).toBe(databaseUser().uid);
    expect(await readFile(`/proc/${pid}/maps`, 'utf8')).not.toContain('node_modules');
    await server.stop();
  },
);

test.runIf(AS_ROOT)('as root a data directory below a closed one is refused with a remedy', async () => {
  const closed = join(dataDir, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const refused = startEmbeddedPostgres({ dataDir: join(closed, 'data'), logger });
  await expect(refused).rejects.toMatchObject({ code: 'data_dir_closed', remedy: expect.stringContaining('/var/lib') });
});

const reachable = AS_ROOT && spawnSync(process.execPath, [HOLDER, '/dev/null'], ordinary()).status === 0;
test.runIf(reachable)('an ordinary user runs it as himself, and is refused where he may not write', async () => {
  const { uid = 0, gid = 0 } = databaseUser();
  const own = join(dataDir, 'own');
  await mkdir(own);
  await chown(own, uid, gid);
  const { holder } = await hold(own, ordinary());
  const pid = Number((await readFile(join(layoutOf(own).pgdata, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  expect((await stat(`/proc/${pid}`)).uid).toBe(uid);
  await end(holder);
  const { answer } = await hold(join(dataDir, 'of-root'), ordinary());
  expect(answer).toMatchObject({ code: 'data_dir_closed', remedy: 'Name a data directory of your own.' });
});

function ordinary(): { uid?: number; gid?: number; cwd: string } {
  return { ...databaseUser(), cwd: '/' };
}

type Answer = { joined?: boolean; connectionString?: string; code?: string; remedy?: string };

/** Starts a process that uses the server, and waits until it does. */
async function hold(
  directory = dataDir,
  options: { uid?: number; gid?: number; cwd?: string } = {},
): Promise<{ holder: ChildProcessWithoutNullStreams; answer: Answer }> {
  const holder = spawn(process.execPath, [HOLDER, directory], options);
  holders.add(holder);
  let said = '';
  holder.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  for await (const line of createInterface({ input: holder.stdout }))
    return { holder, answer: JSON.parse(line) as Answer };
  throw new Error(`the holder ended: ${said}`);
}

async function end(holder: ChildProcessWithoutNullStreams | undefined): Promise<void> {
  holder?.stdin.end();
  if (holder !== undefined && holder.exitCode === null) await once(holder, 'exit');
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  // The server may go while this is closing.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(): Promise<number> {
  return Number((await readFile(join(layoutOf(dataDir).pgdata, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function serverRuns(): Promise<boolean> {
  const pid = await serverPid().catch(() => 0);
  return pid > 1 && isServerOf(pid, layoutOf(dataDir).pgdata);
}

function leftProcesses(): string {
  return spawnSync('pgrep', ['-f', layoutOf(dataDir).home], { encoding: 'utf8' }).stdout;
}
