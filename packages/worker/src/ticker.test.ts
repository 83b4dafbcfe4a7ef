import { type Context, createLogger, createSystemClock } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { startTicker } from './ticker.ts';

function quietContext(lines: string[]): Context {
  return {
    logger: createLogger({ destination: { write: (line) => lines.push(line) } }),
    clock: createSystemClock(),
    signal: new AbortController().signal,
  };
}

test('a ticker runs at once, goes on after a failure and never overlaps itself', async () => {
  const lines: string[] = [];
  let runs = 0;
  let inside = 0;
  const thirdRun = Promise.withResolvers<void>();
  const ticker = startTicker({
    action: 'tick',
    everyMs: 1,
    context: quietContext(lines),
    run: async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 3));
      inside -= 1;
      runs += 1;
      if (runs === 3) thirdRun.resolve();
      if (runs === 1) throw new Error('the first run fails');
    },
  });
  await thirdRun.promise;
  await ticker.stop();
  const ended = runs;
  await new Promise((resolve) => setTimeout(resolve, 15));
  expect(runs).toBe(ended);
  expect(lines.filter((line) => line.includes('the first run fails'))).toHaveLength(1);
});
