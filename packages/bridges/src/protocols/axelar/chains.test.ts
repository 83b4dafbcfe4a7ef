import { expect, it } from 'vitest';
import { chainOf } from './chains.ts';

it.each([
  ['Ethereum', 'eip155:1'],
  ['arbitrum', 'eip155:42161'],
  ['osmosis', 'axelar:osmosis'],
  ['valueOf', 'axelar:valueof'],
  ['constructor', 'axelar:constructor'],
])('%s is %s: anybody may write any name', (name, chain) => {
  expect(chainOf(name)).toBe(chain);
});
