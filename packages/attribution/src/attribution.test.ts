import type { Label } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createAttribution } from './attribution.ts';

const ADDRESS = `0x${'1'.repeat(40)}`;
const ACCOUNT = `eip155:1:${ADDRESS}`;

describe('what labels say of an account', () => {
  it('stops at a service from confidence 50 on and names the surest', () => {
    const attribution = of([label('exchange', 49, 'Weak'), label('mixer', 70, 'Mixer'), label('exchange', 90, 'Sure')]);
    expect(attribution.stopOf(ACCOUNT)).toEqual({
      kind: 'exchange',
      entity: 'Sure',
      reason: 'labelled exchange by test (confidence 90)',
    });
    expect(of([label('exchange', 49)]).stopOf(ACCOUNT)).toBeUndefined();
  });

  it('ends at a bridge as bridge_pending', () => {
    expect(of([label('bridge', 100)]).stopOf(ACCOUNT)?.kind).toBe('bridge_pending');
  });

  it('keeps a stop although a surer label calls the account code, and shows the stop', () => {
    const attribution = of([label('contract', 100, 'Proxy'), label('mixer', 80, 'Tornado')]);
    expect(attribution.stopOf(ACCOUNT)?.entity).toBe('Tornado');
    expect(attribution.isCode(ACCOUNT)).toBe(true);
    expect(attribution.labelOf(ACCOUNT)?.entity).toBe('Tornado');
  });

  it('knows code by dex, router and contract, and nothing by other words', () => {
    const answers = ['dex', 'router', 'contract', 'exchange', 'thief'].map((category) =>
      of([label(category, 10)]).isCode(ACCOUNT),
    );
    expect(answers).toEqual([true, true, true, false, false]);
    expect(of([label('thief', 100)]).stopOf(ACCOUNT)).toBeUndefined();
    expect(of([label('thief', 100)]).labelOf(ACCOUNT)?.category).toBe('thief');
    expect(of([]).labelOf(ACCOUNT)).toBeUndefined();
  });

  it('gives one answer whatever the order of equally sure labels', () => {
    const labels = ['exchange', 'mixer', 'hub', 'thief'].flatMap((category) =>
      ['A', 'B'].map((entity) => label(category, 80, entity)),
    );
    const expected = of(labels);
    for (const turn of labels.keys()) {
      const turned = [...labels.slice(turn), ...labels.slice(0, turn)];
      for (const order of [turned, turned.toReversed()]) {
        expect(of(order).stopOf(ACCOUNT)).toEqual(expected.stopOf(ACCOUNT));
        expect(of(order).labelOf(ACCOUNT)).toEqual(expected.labelOf(ACCOUNT));
      }
    }
  });
});

function label(category: string, confidence: number, entity = 'Someone'): Label {
  return { chain: 'eip155:1', address: ADDRESS, entity, category, confidence, source: 'test' };
}

function of(labels: readonly Label[]) {
  return createAttribution(new Map([[ACCOUNT, labels]]));
}
