import { type ChainName, type Hash, InputError, parseAddress } from '@fundtrail/core';
import type { ForeignAccount } from './foreign-account.ts';

export const BITCOIN: ChainName = 'bip122:000000000019d6689c085ae165831e93';

const HASH = /^(?:0x)?([0-9a-f]{64})$/i;

/** A Bitcoin address that a message names as text, as the script that it stands for; `fault` says why it is none. */
export function bitcoinAccount(text: string): ForeignAccount {
  try {
    return { account: parseAddress(text.trim(), BITCOIN), fault: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { account: undefined, fault: `${JSON.stringify(text)} is no address of Bitcoin` };
  }
}

/** The hash of a Bitcoin transaction in stored form, of text with or without `0x`; undefined for anything else. */
export function bitcoinHash(text: string): Hash | undefined {
  const digits = HASH.exec(text.trim())?.[1];
  return digits === undefined ? undefined : `0x${digits.toLowerCase()}`;
}

/** The hash of a transaction in stored form, of its bytes in Bitcoin's own order. */
export function reversedHash(bytes: string): Hash {
  return `0x${Buffer.from(bytes.slice(2), 'hex').reverse().toString('hex')}`;
}
