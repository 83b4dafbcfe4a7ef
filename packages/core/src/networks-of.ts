import { parseAddress } from './address.ts';
import { isTronAddress } from './base58-address.ts';
import { InputError } from './errors.ts';
import { utxoChainsOf } from './utxo-address.ts';

/** Names of the networks of which a text is a right address; `EVM chains` is one name for all of them. Empty for any other text. */
export function networksOf(text: string): readonly string[] {
  return [
    ...utxoChainsOf(text).map(({ name }) => name),
    ...(isTronAddress(text) ? ['Tron'] : []),
    ...(isEvmAddress(text) ? ['EVM chains'] : []),
  ];
}

function isEvmAddress(text: string): boolean {
  try {
    parseAddress(text, 'eip155:1');
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
