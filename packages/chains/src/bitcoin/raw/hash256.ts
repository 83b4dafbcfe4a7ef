import { hash } from 'node:crypto';

/** Double SHA-256. @returns the digest in the order of its bytes, which is the reverse of how it is shown. */
export function hash256(bytes: Uint8Array): Buffer {
  return hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer');
}
