import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS, waitForBlock } from './pace.ts';

const NOW = 1_700_000_000_000;
const ago = (ms: number): number => (NOW - ms) / 1_000;

describe('waiting for the next block', () => {
  it('lasts until the block is due, but never so long that a lease would end', () => {
    expect(waitForBlock({ headTime: ago(9_000), blockTimeMs: 12_000, now: NOW })).toBe(3_000);
    expect(waitForBlock({ headTime: ago(0), blockTimeMs: 12_000, now: NOW })).toBe(LONGEST_WAIT_MS);
  });

  it('is a part of the block time once the block is due', () => {
    expect(waitForBlock({ headTime: ago(13_000), blockTimeMs: 12_000, now: NOW })).toBe(3_000);
  });

  it('becomes longer for a chain that stands', () => {
    expect(waitForBlock({ headTime: ago(500_000), blockTimeMs: 2_000, now: NOW })).toBe(1_000);
  });

  it('does not ask fast chains for every block', () => {
    expect(waitForBlock({ headTime: ago(300), blockTimeMs: 250, now: NOW })).toBe(250);
  });

  it('is no longer for a head whose clock is ahead', () => {
    expect(waitForBlock({ headTime: ago(-60_000), blockTimeMs: 2_000, now: NOW })).toBe(LONGEST_WAIT_MS);
  });
});
