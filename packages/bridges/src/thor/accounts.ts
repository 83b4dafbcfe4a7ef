import { type ChainName, chainInfo, InputError, isUtxo, parseAddress } from '@fundtrail/core';

/**
 * Whom a memo names. `account`: on chains that can be traced in stored form, else as it is written; `name`: a name that the network
 * resolves (THORName, MAYAName); `fault`: why it can be neither.
 */
export type Named = { readonly account: string } | { readonly name: string } | { readonly fault: string };

const BECH32 = '[02-9ac-hj-np-z]';
const EVM = /^0x[0-9a-f]{40}$/i;
const NAME = /^[a-z0-9+_-]{1,30}(?:\.[a-z]{2,8})?$/i;
/** How addresses begin that can be no names: a memo that was cut leaves them too short. */
const BEGINS = /^(?:0x|(?:bc|ltc|thor|maya|cosmos|kujira|bnb|terra|noble|addr)1|bitcoincash:|account_rdx)/i;
const BASE58 = /^[13LMDA9XtrT][1-9A-HJ-NP-Za-km-z]{25,34}$/;

/** How accounts are written on chains that cannot be traced: 20 or 32 bytes in Bech32, Base58 with what it begins by. */
const FORMS: Readonly<Record<ChainName, RegExp>> = {
  'cosmos:thorchain-1': cosmos('thor'),
  'cosmos:mayachain-mainnet-v1': cosmos('maya'),
  'cosmos:cosmoshub-4': cosmos('cosmos'),
  'cosmos:kaiyo-1': cosmos('kujira'),
  'cosmos:noble-1': cosmos('noble'),
  'cosmos:columbus-5': cosmos('terra'),
  'cosmos:Binance-Chain-Tigris': cosmos('bnb'),
  'bip122:000000000000000000651ef99cb9fcbe':
    /^(?:(?:bitcoincash:)?[qp][02-9ac-hj-np-z]{41}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/,
  'bip122:00000ffd590b1485b3caadc19b22e637': /^[X7][1-9A-HJ-NP-Za-km-z]{33}$/,
  'bip122:00040fe8ec8471911baa1db1266ea15d': /^t[13][1-9A-HJ-NP-Za-km-z]{33}$/,
  'xrpl:0': /^r[1-9A-HJ-NP-Za-km-z]{24,34}$/,
  'tron:0x2b6653dc': /^T[1-9A-HJ-NP-Za-km-z]{33}$/,
  'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp': /^[1-9A-HJ-NP-Za-km-z]{32,44}$/,
  'radix:mainnet': /^account_rdx1[02-9ac-hj-np-z]{40,70}$/,
  'cip34:1-764824073': /^addr1[02-9ac-hj-np-z]{50,110}$/,
};

function cosmos(prefix: string): RegExp {
  return new RegExp(`^${prefix}1${BECH32}{38}(?:${BECH32}{20})?$`);
}

/** What is written where a memo names an account of a chain. */
export function parseNamed(text: string, chain: ChainName): Named {
  const account = accountOn(text, chain);
  if (account !== undefined) return { account };
  const isCut = BEGINS.test(text) || BASE58.test(text);
  if (!isCut && NAME.test(text)) return { name: text };
  return { fault: `${JSON.stringify(text)} is no account of ${chain}` };
}

/** An account in the form in which legs have it; undefined where it is none of the chain. */
export function accountOn(text: string, chain: ChainName): string | undefined {
  // Checksums of EVM addresses are not looked at: the network does not either.
  if (chain.startsWith('eip155:')) return EVM.test(text) ? text.toLowerCase() : undefined;
  if (isUtxo(chain) && chainInfo(chain).addresses !== undefined) return script(text, chain);
  return FORMS[chain]?.test(text) === true ? text : undefined;
}

function script(text: string, chain: ChainName): string | undefined {
  try {
    return parseAddress(text, chain);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
