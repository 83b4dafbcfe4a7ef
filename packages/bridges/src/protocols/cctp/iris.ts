import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../../adapter.ts';
import { textWithin, within } from '../../decode/answer.ts';
import { domainOf } from './domains.ts';

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
    const messages = within(answer, 'messages');
    if (!Array.isArray(messages)) throw new SourceError('malformed', 'iris', 'the answer has no messages');
    const notes = messages.map((message: unknown) => {
      if (typeof message !== 'object' || message === null) {
        throw new SourceError('malformed', 'iris', 'the answer has a message that is none');
      }
      const attested = textWithin(message, 'attestation') === undefined ? 'pending' : 'attested';
      return `${textWithin(message, 'status') ?? attested}, nonce ${textWithin(message, 'eventNonce')}`;
    });
    return { state: 'pending', findings: [], notes };
  },
};
