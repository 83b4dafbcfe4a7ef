import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../../adapter.ts';
import { findingOf, listWithin, textWithin, within } from '../../decode/answer.ts';
import { BITCOIN, bitcoinHash } from '../../decode/bitcoin.ts';
import { relayChain } from './chains.ts';

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
  const [first, ...more] = requests;
  if (first === undefined) return { state: 'unknown', findings: [], notes: [] };
  const request = more.length === 0 ? first : requests.find((one) => idOf(one) !== undefined && idOf(one) === leg.key);
  if (request === undefined) {
    return {
      state: 'unknown',
      findings: [],
      notes: [`${requests.length} requests of one transaction, none with this id`],
    };
  }
  const status = textWithin(request, 'status');
  const recipient = textWithin(request, 'recipient');
  const findings = listWithin(request, 'data', 'outTxs').flatMap((out): readonly ApiFinding[] => {
    const name = relayChain(textWithin(out, 'chainId'));
    const told = textWithin(out, 'txHash') ?? textWithin(out, 'hash');
    const tx = name === BITCOIN ? bitcoinHash(told ?? '') : told;
    if (tx === undefined || name === undefined) return [];
    const side = status === 'refund' && name === leg.chain ? 'refund' : 'destination';
    return [findingOf(side, name, tx, { account: side === 'refund' ? textWithin(request, 'refundTo') : recipient })];
  });
  if (findings.length > 0) return { state: 'found', findings, notes: [] };
  const open = ['waiting', 'depositing', 'pending', 'submitted', 'delayed'].includes(status ?? '');
  return { state: open ? 'pending' : 'unknown', findings: [], notes: open ? [] : [`status ${status}`] };
}

function idOf(request: unknown): string | undefined {
  return textWithin(request, 'id')?.toLowerCase();
}
