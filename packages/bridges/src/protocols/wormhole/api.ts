import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../../adapter.ts';
import { findingOf, textWithin, within } from '../../decode/answer.ts';
import { chainOf } from './chains.ts';

/** Operations by the transaction that they left in: Wormholescan, documented; no answer is recorded. */
export const WORMHOLESCAN: ApiRules = {
  name: 'wormholescan',
  baseUrl: 'https://api.wormholescan.io/api/v1',
  path: ({ side, tx }) => (side === 'source' ? `/operations?txHash=${tx}` : undefined),
  read: readOperations,
};

function readOperations(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const operations = within(answer, 'operations');
  if (!Array.isArray(operations)) throw new SourceError('malformed', 'wormholescan', 'the answer has no operations');
  const [, , sequence] = leg.key?.split(':') ?? [];
  const own = operations.filter((one) => sequence === undefined || textWithin(one, 'sequence') === sequence);
  const findings = own.flatMap((one): readonly ApiFinding[] => {
    const tx = textWithin(one, 'targetChain', 'transaction', 'txHash');
    const chain = Number(textWithin(one, 'targetChain', 'chainId'));
    if (tx === undefined || !Number.isInteger(chain)) return [];
    const account = textWithin(one, 'content', 'standarizedProperties', 'toAddress');
    return [findingOf('destination', chainOf(chain), tx, { account })];
  });
  return { state: findings.length > 0 ? 'found' : own.length > 0 ? 'pending' : 'unknown', findings, notes: [] };
}
