import { CATALOGUE, isStopCategory, isUtxo, parseAddress, STOP_CONFIDENCE, ZERO_ADDRESS } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import type { ProtocolAdapter } from './adapter.ts';
import { contracts } from './contracts.ts';
import { madeAddress } from './made.fixture.ts';
import { protocolLabels } from './protocol-labels.ts';
import { PROTOCOLS } from './registry.ts';

const [POOL, GATEWAY] = [madeAddress('a1'), madeAddress('b2')];

function adapter(kind: ProtocolAdapter['kind'], rows: ProtocolAdapter['contracts']): ProtocolAdapter {
  const delays = { usualSeconds: 1, p99Seconds: 2 };
  return { protocol: 'made', title: 'Made', kind, proof: 'K', contracts: rows, source: [], destination: [], delays };
}

describe('labels from the rows of protocols', () => {
  it('say by kind what an account is, from where that is known, and less surely from memory', () => {
    const rows = [
      ...contracts('Pool', 'a list', { 1: POOL }),
      ...contracts('Gateway', 'docs, from memory', { 10: GATEWAY }),
    ];
    expect(protocolLabels([adapter('mixer', rows)])).toEqual([
      { chain: 'eip155:1', address: POOL, entity: 'Made Pool', category: 'mixer', confidence: 80, source: 'a list' },
      {
        chain: 'eip155:10',
        address: GATEWAY,
        entity: 'Made Gateway',
        category: 'mixer',
        confidence: 40,
        source: 'docs, from memory',
      },
    ]);
    const kinds = (['bridge', 'wrapper'] as const).map((kind) => protocolLabels([adapter(kind, rows)])[0]?.category);
    expect(kinds).toEqual(['bridge', 'router']);
  });

  it('stop no trail at what nobody has checked', () => {
    const [label] = protocolLabels([adapter('bridge', contracts('Gateway', 'from memory', { 1: GATEWAY }))]);
    expect(isStopCategory(label?.category ?? '')).toBe(true);
    expect(label?.confidence).toBeLessThan(STOP_CONFIDENCE);
  });

  it('name rows of every EVM chain on each that is known, and only there', () => {
    const chains = protocolLabels([adapter('bridge', contracts('Gateway', 'a list', { evm: GATEWAY }))]).map(
      ({ chain }) => chain,
    );
    const known = [...CATALOGUE.keys()].filter((id) => !isUtxo(id) && id !== 'eip155:31337');
    expect(chains).toEqual(known);
  });

  it('leave out where units come from, tokens, and accounts that have no chain', () => {
    const rows = [
      ...contracts('Minter', 'a list', { 1: ZERO_ADDRESS }),
      ...contracts('ChildToken', 'a list', { 1: POOL }),
      ...contracts('Vault', 'a list', { 0: POOL }),
    ];
    expect(protocolLabels([adapter('bridge', rows)])).toEqual([]);
  });

  it('are well formed for all protocols, and end trails at every known pool of a mixer', () => {
    const labels = protocolLabels();
    expect(labels.length).toBeGreaterThan(PROTOCOLS.length);
    for (const { chain, address, source } of labels) {
      expect([parseAddress(address, chain), source === '']).toEqual([address, false]);
    }
    const mixers = labels.filter(({ category }) => category === 'mixer');
    const ethereum = mixers.filter(({ chain, entity }) => chain === 'eip155:1' && entity === 'Tornado Cash Pool');
    expect(ethereum).toHaveLength(28);
    expect(mixers.find(({ address }) => address === '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b')?.entity).toBe(
      'Tornado Cash Router',
    );
  });
});
