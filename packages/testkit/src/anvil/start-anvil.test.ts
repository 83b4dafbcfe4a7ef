import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startAnvil } from './start-anvil.ts';

async function ask(url: string, method: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
  });
  const body: unknown = await response.json();
  return (body as { result?: unknown }).result;
}

test('two chains live side by side, each with its own number', async () => {
  const [one, two] = await Promise.all([startAnvil(), startAnvil({ chainId: 4242, noMining: true })]);
  try {
    expect(one.url).not.toBe(two.url);
    expect([await ask(one.url, 'eth_chainId'), await ask(two.url, 'eth_chainId')]).toEqual(['0x7a69', '0x1092']);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

test('a stopped chain no longer answers', async () => {
  const anvil = await startAnvil();
  await anvil.stop();
  await anvil.stop();
  await expect(ask(anvil.url, 'eth_chainId')).rejects.toThrow();
});

test('the chain ends with the process that started it, even when that is killed', async () => {
  const module = new URL('./start-anvil.ts', import.meta.url).href;
  const script = `const { startAnvil } = await import(${JSON.stringify(module)}); process.stdout.write((await startAnvil()).url); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(owner.stdout.setEncoding('utf8'), 'data');
  expect(await ask(String(url), 'eth_chainId')).toBe('0x7a69');
  owner.kill('SIGKILL');
  await once(owner, 'close');
  await expect.poll(() => ask(String(url), 'eth_chainId').catch(() => 'gone'), { timeout: 10_000 }).toBe('gone');
});
