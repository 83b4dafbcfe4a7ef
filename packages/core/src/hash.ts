import type { ChainId } from './chain.ts';
import { InputError } from './errors.ts';

/** A transaction or block hash in stored form: `0x` and 64 lower-case hex digits. */
export type Hash = string;

const HASH = /^0x[0-9a-fA-F]{64}$/;

/** @throws InputError unless `text` is a 32-byte hash in hex. */
export function parseHash(text: string, chain: ChainId, field = 'tx_hash'): Hash {
  if (!HASH.test(text)) {
    const remedy = text.startsWith('0x')
      ? `A hash of ${chain} has 64 hex digits after 0x; this has ${text.length - 2} characters.`
      : `A hash of ${chain} starts with 0x.`;
    throw new InputError(`${JSON.stringify(text)} is not a transaction hash`, { field }, { remedy });
  }
  return text.toLowerCase();
}
