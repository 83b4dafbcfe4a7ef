import { type ChainId, isUtxo } from './chain.ts';
import { InputError } from './errors.ts';

/** A transaction or block hash in stored form: `0x` and 64 lower-case hex digits, in the order in which it is shown. */
export type Hash = string;

const HASH = /^0x[0-9a-fA-F]{64}$/;

/** @throws InputError unless `text` is a 32-byte hash in hex; on UTXO chains it is written without 0x. */
export function parseHash(text: string, chain: ChainId, field = 'tx_hash'): Hash {
  const prefixed = isUtxo(chain) && !text.startsWith('0x') ? `0x${text}` : text;
  if (!HASH.test(prefixed)) {
    const remedy = isUtxo(chain)
      ? `A transaction id of ${chain} has 64 hex digits; this has ${prefixed.length - 2} characters.`
      : text.startsWith('0x')
        ? `A hash of ${chain} has 64 hex digits after 0x; this has ${text.length - 2} characters.`
        : `A hash of ${chain} starts with 0x.`;
    throw new InputError(`${JSON.stringify(text)} is not a transaction hash`, { field }, { remedy });
  }
  return prefixed.toLowerCase();
}

/** The hash as people and other tools expect it: with 0x on EVM chains, without on UTXO chains. */
export function formatHash(hash: Hash, chain: ChainId): string {
  return isUtxo(chain) ? hash.slice(2) : hash;
}
