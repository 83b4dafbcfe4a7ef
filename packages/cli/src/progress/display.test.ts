import type { Clock } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createDisplay } from './display.ts';

function setUp(live: boolean, quiet = false) {
  const written: string[] = [];
  let now = 0;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const terminal = { live, columns: 12, say: (text: string) => void written.push(text) };
  return {
    written,
    display: createDisplay({ terminal, clock, quiet }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('progress', () => {
  test('on a terminal is one line, cut to its width and erased at the end', () => {
    const { written, display } = setUp(true);
    display.show('a text that is much too long', 'one');
    display.clear();
    display.clear();
    expect(written[0]?.replace('\r\u001b[2K', '')).toHaveLength(11);
    expect(written.slice(1)).toEqual(['\r\u001b[2K']);
  });

  test('in a file is a line for each step, and for a long step one now and then', () => {
    const { written, display, pass } = setUp(false);
    display.show('wave 1, 1 read', 'wave 1');
    display.show('wave 1, 2 read', 'wave 1');
    pass(6_000);
    display.show('wave 1, 3 read', 'wave 1');
    display.show('wave 2, 3 read', 'wave 2');
    expect(written).toEqual(['wave 1, 1 read\n', 'wave 1, 3 read\n', 'wave 2, 3 read\n']);
  });

  test('is silent when it is not wanted', () => {
    const { written, display } = setUp(true, true);
    display.show('x', 'x');
    display.clear();
    expect(written).toEqual([]);
  });
});
