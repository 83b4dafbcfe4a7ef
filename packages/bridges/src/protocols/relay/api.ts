import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../../adapter.ts';
import { findingOf, listWithin, textWithin, within } from '../../decode/answer.ts';

/**
 * Requests by the hash of their deposit: docs.relay.link, `GET /requests/v2`. The path is documented; the form of the answer is from its
 * documentation, none is recorded.
 */
export const RELAY_API: ApiRules = {
  name: 'relay',
  baseUrl: 'https://api.relay.link',
  path: ({ side, tx }) => (side === 'source' ? `/requests/v2?hash=${tx}` : undefined),
  read: readRequests,
};

function readRequests(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const requests = within(answer, 'requests');
  if (!Array.isArray(requests)) throw new SourceError('malformed', 'relay', 'the answer has no requests');
  const [request] = requests;
  if (request === undefined) return { state: 'unknown', findings: [], notes: [] };
  const status = textWithin(request, 'status');
  const recipient = textWithin(request, 'recipient');
  const findings = listWithin(request, 'data', 'outTxs').flatMap((out): readonly ApiFinding[] => {
    const tx = textWithin(out, 'txHash') ?? textWithin(out, 'hash');
    const chain = textWithin(out, 'chainId');
    if (tx === undefined || chain === undefined) return [];
    const name = `eip155:${chain}`;
    const side = status === 'refund' && name === leg.chain ? 'refund' : 'destination';
    return [findingOf(side, name, tx, { account: side === 'refund' ? textWithin(request, 'refundTo') : recipient })];
  });
  if (findings.length > 0) return { state: 'found', findings, notes: [] };
  const open = ['waiting', 'depositing', 'pending', 'submitted', 'delayed'].includes(status ?? '');
  return { state: open ? 'pending' : 'unknown', findings: [], notes: open ? [] : [`status ${status}`] };
}
