import { type ChainName, InputError, parseAddress } from '@fundtrail/core';
import { type ForeignAccount, foreignAccount } from '../../decode/foreign-account.ts';
import { BITCOIN } from './assets.ts';

const LENGTHS = { evm: 20, word: 32 } as const;

/** The account that the bytes of an address stand for: on Bitcoin they are its text, elsewhere the address itself. */
export function accountOf(chain: ChainName, bytes: string): ForeignAccount {
  const size = bytes.length / 2 - 1;
  if (chain === BITCOIN) return bitcoinAccount(Buffer.from(bytes.slice(2), 'hex').toString('latin1'));
  if (size !== LENGTHS.evm && size !== LENGTHS.word) {
    return { account: undefined, fault: `${bytes} is no account of ${chain}` };
  }
  const told = foreignAccount(chain, bytes);
  if (told.account !== undefined || told.fault !== undefined) return told;
  return { account: undefined, fault: 'the receiver is the zero address' };
}

function bitcoinAccount(text: string): ForeignAccount {
  try {
    return { account: parseAddress(text, BITCOIN), fault: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { account: undefined, fault: `${JSON.stringify(text)} is no address of Bitcoin` };
  }
}
