import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { findingOf, mustTell, textWithin } from '../../decode/answer.ts';
import { chainOf } from './chains.ts';

/** Status of a route by its first transaction: docs.li.fi, `GET /v1/status`. */
export const LIFI_API: ApiRules = {
  name: 'lifi',
  baseUrl: 'https://li.quest/v1',
  path: ({ side, chain, tx }) =>
    side === 'source' ? `/status?txHash=${tx}&fromChain=${chain.slice('eip155:'.length)}` : undefined,
  read: readStatus,
};

function readStatus(answer: unknown, _leg: BridgeLeg): ApiAnswer {
  const status = mustTell('lifi', 'status', answer, 'status');
  const substatus = textWithin(answer, 'substatus');
  if (status === 'PENDING') return { state: 'pending', findings: [], notes: [] };
  if (status !== 'DONE')
    return { state: 'unknown', findings: [], notes: [`status ${status} ${substatus ?? ''}`.trim()] };
  const tx = mustTell('lifi', 'receiving transaction', answer, 'receiving', 'txHash');
  const chain = textWithin(answer, 'receiving', 'chainId');
  if (chain === undefined || !/^\d+$/.test(chain)) {
    throw new SourceError('malformed', 'lifi', 'the receiving transaction has no chain');
  }
  const finding = findingOf(substatus === 'REFUNDED' ? 'refund' : 'destination', chainOf(chain), tx, {
    account: textWithin(answer, 'toAddress'),
    asset: textWithin(answer, 'receiving', 'token', 'address'),
    amount: textWithin(answer, 'receiving', 'amount'),
  });
  return { state: 'found', findings: [finding], notes: substatus === 'PARTIAL' ? ['arrived in another token'] : [] };
}
