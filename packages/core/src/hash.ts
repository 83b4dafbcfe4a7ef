import { type ChainId, isUtxo } from './chain.ts';
import { InputError } from './errors.ts';

/** A transaction or block hash in stored form: `0x` and 64 lower-case hex digits, in the order in which it is shown. */
export type Hash = string;

const HASH = /^0x[0-9a-fA-F]{64}$/;
const HASH_DIGITS = 64;
const NOT_HEX = /[^0-9a-f]/iu;

/** @throws InputError unless `text` is a 32-byte hash in hex; on UTXO chains it is usually written without 0x. */
export function parseHash(text: string, chain: ChainId, field = 'tx_hash'): Hash {
  const prefixed = isUtxo(chain) && !text.startsWith('0x') ? `0x${text}` : text;
  if (HASH.test(prefixed)) return prefixed.toLowerCase();
  const what = isUtxo(chain) ? 'a transaction id' : 'a transaction hash';
  throw new InputError(`${JSON.stringify(text)} is not ${what}`, { field }, { remedy: hashFault(prefixed, chain) });
}

function hashFault(text: string, chain: ChainId): string {
  const what = isUtxo(chain) ? 'A transaction id of' : 'A hash of';
  const after = isUtxo(chain) ? '' : ' after 0x';
  if (!text.startsWith('0x')) return `${what} ${chain} starts with 0x.`;
  const digits = text.slice(2);
  const wrong = NOT_HEX.exec(digits);
  if (digits.length !== HASH_DIGITS) {
    return `${what} ${chain} has ${HASH_DIGITS} hex digits${after}; this has ${digits.length} characters.`;
  }
  return `${what} ${chain} has only the digits 0-9 and a-f${after}; this has ${JSON.stringify(wrong?.[0] ?? '')}.`;
}

/** The hash as people and other tools expect it: with 0x on EVM chains, without on UTXO chains. */
export function formatHash(hash: Hash, chain: ChainId): string {
  return isUtxo(chain) ? hash.slice(2) : hash;
}
