import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { findingOf, mustTell, textWithin } from '../../decode/answer.ts';
import { chainOf } from '../wormhole/chains.ts';

/** A swap by its first transaction: docs.mayan.finance, explorer API. No answer is recorded. */
export const MAYAN_API: ApiRules = {
  name: 'mayan',
  baseUrl: 'https://explorer-api.mayan.finance/v3',
  path: ({ side, tx }) => (side === 'source' ? `/swap/trx/${tx}` : undefined),
  read: readSwap,
};

function readSwap(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const status = mustTell('mayan', 'status', answer, 'clientStatus');
  if (status === 'INPROGRESS') return { state: 'pending', findings: [], notes: [] };
  if (status === 'REFUNDED') {
    const back = textWithin(answer, 'refundTxHash');
    if (back === undefined) return { state: 'unknown', findings: [], notes: ['the swap was refunded'] };
    return { state: 'found', findings: [findingOf('refund', leg.chain, back)], notes: [] };
  }
  if (status !== 'COMPLETED') return { state: 'unknown', findings: [], notes: [`status ${status}`] };
  const tx = textWithin(answer, 'fulfillTxHash') ?? textWithin(answer, 'redeemTxHash');
  const number = Number(textWithin(answer, 'destChain'));
  if (tx === undefined || !Number.isInteger(number)) {
    throw new SourceError('malformed', 'mayan', 'a completed swap has no fulfilment or no chain');
  }
  const account = textWithin(answer, 'destAddress');
  return { state: 'found', findings: [findingOf('destination', chainOf(number), tx, { account })], notes: [] };
}
