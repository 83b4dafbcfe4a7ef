import { describe, expect, test } from 'vitest';
import { createProviders, type ProviderConfig, rateOf } from './providers.ts';

const node = (chain: string, url: string): ProviderConfig => ({ kind: 'rpc', chain, url });

describe('providers', () => {
  test('are grouped by chain in their order, each once, those for every chain last', () => {
    const { poolOf, chains } = createProviders({
      providers: [node('eip155:1', 'a'), node('eip155:10', 'b'), node('eip155:1', 'c'), node('eip155:1', 'a')],
      everywhere: [{ kind: 'explorer', url: 'e', apiKey: 'k' }],
      quorums: new Map([['eip155:1', 2]]),
    });
    expect(chains).toEqual(['eip155:1', 'eip155:10']);
    expect(poolOf('eip155:1')).toEqual({
      chain: 'eip155:1',
      quorum: 2,
      providers: [
        node('eip155:1', 'a'),
        node('eip155:1', 'c'),
        { kind: 'explorer', chain: 'eip155:1', url: 'e', apiKey: 'k' },
      ],
    });
    expect(poolOf('eip155:5')).toMatchObject({ quorum: 1, providers: [{ chain: 'eip155:5', url: 'e' }] });
  });

  test('of last resort are named only where there is no other', () => {
    const { poolOf } = createProviders({
      providers: [node('eip155:1', 'a')],
      otherwise: (chain) => (chain === 'eip155:10' ? [node(chain, 'public')] : []),
    });
    expect(poolOf('eip155:1')?.providers.map(({ url }) => url)).toEqual(['a']);
    expect(poolOf('eip155:10')?.providers.map(({ url }) => url)).toEqual(['public']);
    expect(poolOf('eip155:5')).toBeUndefined();
  });

  test('have a rate only where one is configured, which allows at least one request', () => {
    expect(rateOf({})).toEqual({});
    expect(rateOf({ perSecond: 0.5 })).toEqual({ rate: { perSecond: 0.5, burst: 1 } });
    expect(rateOf({ perSecond: 5, burst: 20 })).toEqual({ rate: { perSecond: 5, burst: 20 } });
  });
});
