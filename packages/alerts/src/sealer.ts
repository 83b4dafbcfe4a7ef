import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FundtrailError, InputError } from '@fundtrail/core';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is sealed, so that another cipher can follow. */
const VERSION = 1;

/** Encrypts secrets at rest with the installation's key. */
export type Sealer = {
  /** `subject` names what the secret belongs to; sealed bytes moved to another subject do not open. */
  sealSecret(secret: string, subject: string): Buffer;
  /** @throws FundtrailError `secret_unreadable` when the key or the subject is another, or the bytes were changed. */
  openSecret(sealed: Buffer, subject: string): string;
};

/**
 * AES-256-GCM with a fresh nonce each time: version, nonce, tag, ciphertext.
 * @throws InputError unless the key has 32 bytes.
 */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== KEY_BYTES) {
    throw new InputError(
      `the installation's key has ${key.length} bytes instead of ${KEY_BYTES}`,
      { field: 'FUNDTRAIL_SECRET_KEY' },
      { remedy: 'Make one with: openssl rand -base64 32' },
    );
  }
  return {
    sealSecret: (secret, subject) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(subject));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
    },
    openSecret: (sealed, subject) => {
      try {
        if (sealed[0] !== VERSION) throw new Error(`version ${sealed[0]} of sealed secrets is unknown`);
        const textStart = 1 + NONCE_BYTES + TAG_BYTES;
        const decipher = createDecipheriv(CIPHER, key, sealed.subarray(1, 1 + NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(subject));
        decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, textStart));
        return Buffer.concat([decipher.update(sealed.subarray(textStart)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new FundtrailError('secret_unreadable', `the secret of ${subject} does not open with this key`, {
          cause: error,
          remedy: 'Run with the FUNDTRAIL_SECRET_KEY (or key file) it was stored with, or add the endpoint anew.',
        });
      }
    },
  };
}
