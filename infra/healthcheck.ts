import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

// Health of a container: the API answers, or a worker reaches the servers that it works with. Exits 1 with the reason.
const TIMEOUT_MS = 3_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};

async function checkApi(port: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`the API answers ${answer.status}`);
}

function checkServer(name: string, text: string | undefined): Promise<void> {
  const url = text === undefined || text === '' ? null : URL.parse(text);
  if (url === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || DEFAULT_PORTS[url.protocol] || 0 });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.once('error', (error) => reject(new Error(`${name}: ${error.message}`)));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

// The first process of a container is the role itself, or a small init with the role's command line.
const role = (await readFile('/proc/1/cmdline', 'utf8')).split('\0');
try {
  if (role.includes('api') || role.includes('up')) await checkApi(process.env.FUNDTRAIL_API_PORT || '8080');
  await checkServer('DATABASE_URL', process.env.DATABASE_URL);
  await checkServer('REDIS_URL', process.env.REDIS_URL);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
