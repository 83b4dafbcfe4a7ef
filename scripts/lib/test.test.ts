import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { findLeftovers } from './leftovers.ts';

const RUNNER = fileURLToPath(new URL('./test.ts', import.meta.url));
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

type Run = { readonly code: number | null; readonly lastLine: string | undefined; readonly stderr: string };

/** Runs the test command on made test files; `onOutput` sees what it has printed so far. */
async function runTests(
  files: Record<string, string>,
  onOutput: (output: string, stop: () => void) => void = () => {},
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'fundtrail-test-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const child = spawn(process.execPath, [RUNNER, '--root', folder, '--globals'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stopped = false;
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    onOutput(stdout, () => {
      if (!stopped) stopped = child.kill('SIGINT');
    });
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, lastLine: stdout.trimEnd().split('\n').at(-1), stderr };
}

describe('the test command', () => {
  test('ends with the counts of a run where all passed', async () => {
    const run = await runTests({ 'a.test.js': `test('1', () => {}); test('2', () => {}); test.skip('3', () => {});` });
    expect(run).toMatchObject({ code: 0, lastLine: '2 passed, 0 failed, 1 skipped' });
  });

  test('exits non-zero when a test fails', async () => {
    const run = await runTests({ 'a.test.js': `test('1', () => {}); test('2', () => { throw new Error('no'); });` });
    expect(run).toMatchObject({ code: 1, lastLine: '1 passed, 1 failed' });
  });

  test('counts a file that does not load, a failing hook and an unhandled error as failed', async () => {
    const run = await runTests({
      'a.test.js': `test('1', () => {});`,
      'b.test.js': `import './missing.js'; test('2', () => {});`,
      'c.test.js': `beforeAll(() => { throw new Error('no'); }); test('3', () => {});`,
      'd.test.js': `test('4', () => { Promise.reject(new Error('nobody waits')); });`,
    });
    expect(run).toMatchObject({ code: 1, lastLine: '2 passed, 3 failed, 1 skipped' });
  });

  test('exits non-zero when no test ran', async () => {
    expect(await runTests({})).toMatchObject({ code: 1, lastLine: '0 passed, 0 failed' });
    const run = await runTests({ 'a.test.js': `test.skip('1', () => {});` });
    expect(run).toMatchObject({ code: 1, lastLine: '0 passed, 0 failed, 1 skipped' });
  });

  test.runIf(process.platform === 'linux')('names, stops and counts a process that a test left behind', async () => {
    const run = await runTests({
      'a.test.js': `
        import { spawn } from 'node:child_process';
        test('1', () => { spawn('sleep', ['4321'], { detached: true, stdio: 'ignore' }).unref(); });`,
    });
    expect(run).toMatchObject({ code: 1, lastLine: '1 passed, 1 failed' });
    expect(run.stderr).toMatch(/left behind and stopped: [0-9]+ sleep 4321/);
  });

  test('Ctrl-C runs the hooks of the test under way, ends with 130 and leaves no process', async () => {
    const mark = `${process.pid}-${Date.now()}`;
    const run = await runTests(
      {
        'a.test.js': `
          import { spawn } from 'node:child_process';
          let child;
          afterAll(() => { child.kill(); });
          test('1', async () => {
            child = spawn('sleep', ['4321'], { env: { ...process.env, CTRL_C_MARK: '${mark}' } });
            await new Promise((resolve) => child.on('spawn', resolve));
            console.log('under way');
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          });
          test('2', async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); }, 90_000);`,
      },
      (output, stop) => output.includes('under way') && stop(),
    );
    expect(run.code).toBe(130);
    expect(run.lastLine).toMatch(/^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/);
    expect(run.stderr).not.toContain('left behind');
    expect(await findLeftovers('CTRL_C_MARK', mark)).toEqual([]);
  });
});
