import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../../adapter.ts';
import { findingOf, textWithin, within } from '../../decode/answer.ts';
import { chainOf } from './chains.ts';

const BY_MESSAGE = /^0x[0-9a-f]{64}$/;

/** Axelarscan, messages and transfers by the transaction that they left in. Paths and forms are from memory; no answer is recorded. */
export const AXELARSCAN: ApiRules = {
  name: 'axelarscan',
  baseUrl: 'https://api.axelarscan.io',
  path: ({ side, key, tx }) => {
    if (side !== 'source' || key === undefined) return undefined;
    return BY_MESSAGE.test(key) ? `/gmp/searchGMP?txHash=${tx}` : `/token/searchTransfers?txHash=${tx}`;
  },
  read: readSearch,
};

function readSearch(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const data = within(answer, 'data');
  if (!Array.isArray(data)) throw new SourceError('malformed', 'axelarscan', 'the answer has no data');
  const findings = data.flatMap((told): readonly ApiFinding[] => {
    // Who pays before the command is executed is repaid by it.
    for (const step of ['express_executed', 'executed', 'command']) {
      const tx = textWithin(told, step, 'transactionHash');
      const chain = textWithin(told, step, 'chain');
      if (tx === undefined) continue;
      const name = chain === undefined ? leg.toChain : chainOf(chain);
      return name === undefined ? [] : [findingOf('destination', name, tx)];
    }
    return [];
  });
  const state = findings.length > 0 ? 'found' : data.length > 0 ? 'pending' : 'unknown';
  return { state, findings, notes: [] };
}
