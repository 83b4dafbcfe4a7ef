import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { findingOf, mustTell, textWithin } from '../../decode/answer.ts';
import { chainOf } from './chains.ts';

const PAID = ['Fulfilled', 'SentUnlock', 'ClaimedUnlock'];
const OPEN = ['Created', 'SentOrderCancel'];

/** One order by its id, with the transaction that fulfilled it; the form is that which clients of it read, none is recorded. */
export const DLN_API: ApiRules = {
  name: 'debridge',
  baseUrl: 'https://stats-api.dln.trade/api',
  path: ({ side, key }) => (side === 'source' && key !== undefined ? `/Orders/${key}` : undefined),
  read: readOrder,
};

function readOrder(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const state = mustTell('debridge', 'state', answer, 'state');
  if (OPEN.includes(state)) return { state: 'pending', findings: [], notes: [] };
  if (!PAID.includes(state)) return { state: 'unknown', findings: [], notes: [`state ${state}`] };
  const tx = mustTell('debridge', 'fulfilment', answer, 'fulfilledDstEventMetadata', 'transactionHash', 'stringValue');
  const take = 'takeOfferWithMetadata';
  const number =
    textWithin(answer, take, 'chainId', 'stringValue') ?? textWithin(answer, take, 'chainId', 'bigIntegerValue');
  const chain = number !== undefined && /^\d+$/.test(number) ? chainOf(number) : leg.toChain;
  if (chain === undefined) throw new SourceError('malformed', 'debridge', 'the fulfilment has no chain');
  const finding = findingOf('destination', chain, tx, {
    account: textWithin(answer, 'receiverDst', 'stringValue'),
    asset: textWithin(answer, take, 'tokenAddress', 'stringValue'),
    amount: textWithin(answer, take, 'amount', 'stringValue'),
  });
  return { state: 'found', findings: [finding], notes: [] };
}
