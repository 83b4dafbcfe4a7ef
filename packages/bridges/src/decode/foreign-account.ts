import { createHash } from 'node:crypto';
import type { ChainName } from '@fundtrail/core';
import { concat, encodeBase58 } from 'ethers';

/** An account of another chain as far as a message names it; `fault` says why it can be none. */
export type ForeignAccount = { readonly account: string | undefined; readonly fault: string | undefined };

export const SOLANA: ChainName = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp';
export const TRON: ChainName = 'tron:0x2b6653dc';

const WORD = /^0x[0-9a-f]{64}$/;
const EVM = /^0x[0-9a-f]{40}$/;
const PADDING = `0x${'0'.repeat(24)}`;
const NOBODY = /^0x0*$/;
const TRON_PREFIX = '0x41';
const CHECKSUM_BYTES = 4;

/**
 * The account that 20 or 32 bytes stand for on a chain: stored form on EVM chains, Base58 on Solana and Tron, else the bytes as they are.
 * Zero bytes are nobody: no account, and no fault.
 * @param bytes lower-case hex with `0x`
 */
export function foreignAccount(chain: ChainName | undefined, bytes: string): ForeignAccount {
  if (NOBODY.test(bytes)) return { account: undefined, fault: undefined };
  if (chain === SOLANA) {
    if (WORD.test(bytes)) return { account: encodeBase58(bytes), fault: undefined };
    return { account: undefined, fault: `${bytes} is no account of ${chain}` };
  }
  const evm = chain?.startsWith('eip155:') === true;
  if (!evm && chain !== TRON) return { account: bytes, fault: undefined };
  const address = WORD.test(bytes) && bytes.startsWith(PADDING) ? `0x${bytes.slice(PADDING.length)}` : bytes;
  if (!EVM.test(address)) return { account: undefined, fault: `${bytes} is no account of ${chain}` };
  return { account: evm ? address : tronAddress(address), fault: undefined };
}

/** A Tron address as it is written there (`T…`), of its 20 bytes. */
export function tronAddress(address: string): string {
  const payload = concat([TRON_PREFIX, address]);
  const once = createHash('sha256')
    .update(Buffer.from(payload.slice(2), 'hex'))
    .digest();
  const check = createHash('sha256').update(once).digest().subarray(0, CHECKSUM_BYTES);
  return encodeBase58(concat([payload, `0x${check.toString('hex')}`]));
}

/** 32 bytes with an address, or a number, at their end: an indexed argument, as logs are searched by. */
export function topicOf(value: string | bigint | number): string {
  const digits = typeof value === 'string' ? value.slice(2).toLowerCase() : value.toString(16);
  return `0x${digits.padStart(64, '0')}`;
}
