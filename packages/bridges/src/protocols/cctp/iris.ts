import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { domainOf } from './domains.ts';

type Answer = { readonly messages?: unknown };
type Message = { readonly status?: unknown; readonly attestation?: unknown; readonly eventNonce?: unknown };

const V2_KEY = 'v2:';

/**
 * Circle's attestation service: it tells whether a burn is attested, and the nonce that it has then, but never where it was minted.
 * Source: developers.circle.com, `GET /v1/messages/{domain}/{transaction}` and `GET /v2/messages/{domain}`.
 */
export const IRIS: ApiRules = {
  name: 'iris',
  baseUrl: 'https://iris-api.circle.com',
  path: ({ side, key, chain, tx }: BridgeLeg) => {
    const domain = domainOf(chain);
    if (side !== 'source' || key === undefined || domain === undefined) return undefined;
    return key.startsWith(V2_KEY) ? `/v2/messages/${domain}?transactionHash=${tx}` : `/v1/messages/${domain}/${tx}`;
  },
  read: (answer): ApiAnswer => {
    const { messages } = (answer ?? {}) as Answer;
    if (!Array.isArray(messages)) throw new SourceError('malformed', 'iris', 'the answer has no messages');
    const notes = messages.map((message: Message) => {
      const { status, attestation, eventNonce } = message;
      return `${String(status ?? (attestation === undefined ? 'pending' : 'attested'))}, nonce ${String(eventNonce)}`;
    });
    return { state: 'pending', findings: [], notes };
  },
};
