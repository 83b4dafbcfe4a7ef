import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { domainOf } from './domains.ts';

type Answer = { readonly messages?: unknown };
type Message = { readonly status?: unknown; readonly eventNonce?: unknown };

/**
 * Circle's attestation service: it tells whether a burn is attested, and the nonce that it has then, but never where it was minted.
 * Source: developers.circle.com, `GET /v2/messages/{sourceDomainId}`.
 */
export const IRIS: ApiRules = {
  name: 'iris',
  baseUrl: 'https://iris-api.circle.com',
  path: ({ side, chain, tx }: BridgeLeg) => {
    const domain = domainOf(chain);
    if (side !== 'source' || domain === undefined) return undefined;
    return `/v2/messages/${domain}?transactionHash=${tx}`;
  },
  read: (answer): ApiAnswer => {
    const { messages } = (answer ?? {}) as Answer;
    if (!Array.isArray(messages)) throw new SourceError('malformed', 'iris', 'the answer has no messages');
    const notes = messages.map(({ status, eventNonce }: Message) => `${String(status)}, nonce ${String(eventNonce)}`);
    return { state: 'pending', findings: [], notes };
  },
};
