import { describe, expect, test } from 'vitest';
import { choosePolicies } from './policies.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';

describe('the policies of a case', () => {
  test('are all that are defined where its seeds are, unless some are named', () => {
    expect(choosePolicies(undefined, ['eip155:1'])).toEqual([
      'haircut',
      'fifo',
      'lifo',
      'taint_first',
      'clean_first',
      'poison',
    ]);
    expect(choosePolicies(undefined, [BITCOIN])).toEqual(['haircut', 'fifo', 'lifo', 'tiho', 'poison']);
    expect(choosePolicies(undefined, [BITCOIN, 'eip155:1'])).toEqual(['haircut', 'fifo', 'lifo', 'poison']);
    expect(choosePolicies(['tiho', 'taint-first', 'tiho'], [])).toEqual(['tiho', 'taint_first']);
    expect(choosePolicies(['tiho', 'poison'], [BITCOIN])).toEqual(['tiho', 'poison']);
  });

  test.each([
    [['haircut', 'clean-first'], BITCOIN, 'clean_first is not defined on Bitcoin, where coins are spent whole', 'tiho'],
    [['taint_first'], BITCOIN, 'taint_first is not defined on Bitcoin', 'haircut, fifo, lifo, tiho, poison'],
    [['tiho'], 'eip155:1', 'tiho is not defined on Ethereum, where accounts have balances', 'taint_first'],
    [['fair'], BITCOIN, '"fair" is not a policy', 'haircut'],
    [['poison'], BITCOIN, 'poison cannot lead', 'haircut'],
  ])('%j on %s are refused with those to choose from', (names, chain, detail, remedy) => {
    const read = (): unknown => choosePolicies(names, [chain], '--policies');
    expect(read).toThrow(`--policies: ${detail}`);
    expect(read).toThrow(expect.objectContaining({ remedy: expect.stringContaining(remedy) }));
  });
});
