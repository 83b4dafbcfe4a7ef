import { createHmac, randomBytes } from 'node:crypto';
import { InputError } from '@fundtrail/core';

const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export type WebhookHeaders = {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
};

/** A fresh endpoint secret: `whsec_` and 32 random bytes in base64. */
export function makeEndpointSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** @throws InputError unless the secret is `whsec_` and 24 to 64 bytes in base64. */
export function checkEndpointSecret(secret: string): string {
  secretBytes(secret);
  return secret;
}

/**
 * Headers of one attempt, as Standard Webhooks asks: HMAC-SHA256 over `id.timestamp.body`, scheme `v1`.
 * @param message.id the event's id, the same over all attempts
 * @param message.timestamp Unix seconds of this attempt
 * @param message.body the exact bytes that are sent
 */
export function signStandardWebhook(message: {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  readonly secret: string;
}): WebhookHeaders {
  const signed = `${message.id}.${message.timestamp}.${message.body}`;
  const signature = createHmac('sha256', secretBytes(message.secret)).update(signed).digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}

function secretBytes(secret: string): Buffer {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : '';
  const bytes = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  if (bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) {
    throw new InputError(
      'this is not a webhook secret',
      { field: 'secret' },
      { remedy: 'Write whsec_ and 24 to 64 random bytes in base64, or leave it out to get one made.' },
    );
  }
  return bytes;
}
