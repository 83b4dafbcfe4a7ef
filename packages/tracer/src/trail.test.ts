import { accountId, arrivalOf, linkId, transitOf } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { trailSteps } from './crossings/trail-steps.ts';
import { inflowsAmong, largestInflow, type TrailFlow, trailTo } from './trail.ts';

function flow(at: number, from: string, to: string, weight: number, more: Partial<TrailFlow> = {}): TrailFlow {
  return {
    chain: 'eip155:1',
    tx: `0x${at}`,
    index: 0,
    block: at,
    txIndex: 0,
    time: at,
    from,
    to,
    asset: 'native',
    weight: BigInt(weight),
    ...more,
  };
}

function trail(last: TrailFlow, flows: readonly TrailFlow[]): string[] {
  return trailTo(last, (account) => flows.filter((entry) => entry.to === account)).map(
    (step) => `${step.from}>${step.to}`,
  );
}

describe('the way back', () => {
  it('goes from the seed to the account, hop by hop', () => {
    const flows = [flow(1, 'seed', 'a', 100), flow(2, 'a', 'b', 100), flow(3, 'b', 'cex', 100)];
    expect(trail(flows[2] as TrailFlow, flows)).toEqual(['seed>a', 'a>b', 'b>cex']);
  });

  it('takes the largest inflow where several meet', () => {
    const flows = [flow(1, 'x', 'b', 40), flow(2, 'y', 'b', 60), flow(3, 'b', 'cex', 100)];
    expect(trail(flows[2] as TrailFlow, flows)).toEqual(['y>b', 'b>cex']);
  });

  it('never takes an inflow that came later, however large', () => {
    const flows = [flow(1, 'x', 'b', 1), flow(3, 'b', 'cex', 1), flow(4, 'y', 'b', 1000)];
    expect(trail(flows[1] as TrailFlow, flows)).toEqual(['x>b', 'b>cex']);
  });

  it('crosses a conversion in one transaction to what was paid for it', () => {
    const swapIn = flow(2, 'a', 'pool', 100, { tx: '0xswap', index: 0 });
    const swapOut = flow(2, 'pool', 'a', 100, { tx: '0xswap', index: 1, asset: '0xusdc' });
    const flows = [flow(1, 'seed', 'a', 100), swapIn, swapOut, flow(3, 'a', 'cex', 100, { asset: '0xusdc' })];
    expect(trail(flows[3] as TrailFlow, flows)).toEqual(['seed>a', 'a>pool', 'pool>a', 'a>cex']);
  });

  it("ends at a seed, also when loot came back to it, but keeps the seed's own conversion", () => {
    const back = [flow(1, 'seed', 'a', 9), flow(2, 'a', 'seed', 9), flow(3, 'seed', 'cex', 100)];
    const isSeed = (account: string): boolean => account === 'seed';
    const steps = (flows: readonly TrailFlow[]): string[] =>
      trailTo(flows.at(-1) as TrailFlow, (account) => flows.filter((entry) => entry.to === account), isSeed).map(
        (step) => `${step.from}>${step.to}`,
      );
    expect(steps(back)).toEqual(['seed>cex']);
    const swap = [
      flow(2, 'seed', 'pool', 100, { tx: '0xswap', index: 0 }),
      flow(2, 'pool', 'seed', 100, { tx: '0xswap', index: 1, asset: '0xusdc' }),
      flow(3, 'seed', 'cex', 100, { asset: '0xusdc' }),
    ];
    expect(steps(swap)).toEqual(['seed>pool', 'pool>seed', 'seed>cex']);
  });

  it('ends where it would run in a circle', () => {
    const flows = [flow(1, 'a', 'b', 5), flow(2, 'b', 'a', 5), flow(3, 'a', 'cex', 5)];
    expect(trail(flows[2] as TrailFlow, flows)).toEqual(['a>b', 'b>a', 'a>cex']);
  });

  it('ignores inflows that carried nothing under the lead policy', () => {
    const flows = [flow(1, 'x', 'b', 0), flow(2, 'b', 'cex', 3)];
    expect(
      largestInflow(
        flows.filter((entry) => entry.to === 'b'),
        'native',
      ),
    ).toBeUndefined();
    expect(trail(flows[1] as TrailFlow, flows)).toEqual(['b>cex']);
  });

  it('goes from what arrived to what left on the other chain, which are one step', () => {
    const link = linkId('thorchain', 'aa');
    const other = { chain: 'eip155:10', asset: 'usdc' };
    const [into, out] = [accountId('eip155:1', transitOf(link)), accountId('eip155:10', arrivalOf(link))];
    const flows = [
      flow(1, 'seed', 'a', 9),
      flow(500, 'a', into, 9),
      flow(600, 'b', accountId('eip155:1', transitOf(linkId('thorchain', 'bb'))), 99),
      flow(7, out, 'eip155:10:c', 9, other),
      flow(8, 'eip155:10:c', 'cex', 9, other),
    ];
    const way = trailTo(flows[4] as TrailFlow, inflowsAmong(flows));
    expect(way.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'seed>a',
      `a>${into}`,
      `${out}>eip155:10:c`,
      'eip155:10:c>cex',
    ]);
    const steps = trailSteps(way);
    expect(steps.map(({ kind, at }) => [kind, at])).toEqual([
      ['flow', 0],
      ['crossing', 2],
      ['flow', 3],
    ]);
    expect(steps[1]).toMatchObject({ link, into: { from: 'a' }, out: { to: 'eip155:10:c' } });
  });
});
