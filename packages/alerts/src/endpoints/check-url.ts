import { isIP } from 'node:net';
import { InputError } from '@fundtrail/core';
import { refuseAddress } from '../egress/address-rule.ts';
import type { Egress } from '../egress/egress.ts';

const FIELD = { field: 'url' };
const URL_MAX = 2_000;

/**
 * Checks the address of an endpoint: https, or http to a host the operator listed as his own; no credentials; no literal
 * address that would be refused later. Where a name leads is checked when it is dialled.
 * @returns the URL in its normal form
 * @throws InputError
 */
export function checkEndpointUrl(text: string, egress: Pick<Egress, 'allowsHost'>): string {
  if (!URL.canParse(text) || text.length > URL_MAX) {
    throw new InputError('this is not a URL', FIELD, { remedy: 'Write it like https://example.com/hooks.' });
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new InputError(`${url.protocol.slice(0, -1)} is no protocol of webhooks`, FIELD, { remedy: 'Use https.' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new InputError('a webhook URL carries no user or password', FIELD, {
      remedy: 'Leave them out: the receiver verifies the signature instead.',
    });
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const own = egress.allowsHost(host);
  if (url.protocol === 'http:' && !own) {
    throw new InputError(`${host} is not reached over plain http`, FIELD, {
      remedy: 'Use https, or list the host in FUNDTRAIL_EGRESS_ALLOW if it is your own.',
    });
  }
  const refused = isIP(host) === 0 ? undefined : refuseAddress(host);
  if (refused !== undefined && !own) {
    throw new InputError(`${host} is no public address (${refused})`, FIELD, {
      remedy: 'List it in FUNDTRAIL_EGRESS_ALLOW if it is your own.',
    });
  }
  url.hash = '';
  return url.href;
}
