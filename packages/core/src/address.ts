import { getAddress } from 'ethers';
import { type ChainId, isUtxo, parseChain } from './chain.ts';
import { splitCoin, splitPot } from './coin.ts';
import { InputError } from './errors.ts';
import { formatScript } from './script-address.ts';
import { formatLinkEnd } from './transit.ts';
import { nameChains, parseUtxoAddress, utxoChainsOf } from './utxo-address.ts';

/**
 * An address in its stored form, `0x` and lower-case hex: 20 bytes on EVM chains; on UTXO chains the output script that the
 * address stands for, or a coin (see `coin.ts`).
 */
export type Address = string;

/** A CAIP-10 account id in its stored form (address in stored form); `formatAccount` gives the shown form. */
export type AccountId = string;

export type Account = { readonly chain: ChainId; readonly address: Address };

export const ZERO_ADDRESS: Address = `0x${'0'.repeat(40)}`;

/** The side of a leg that is nobody: where the coins of a UTXO transaction come from and go to is all its other legs. */
export const NO_ADDRESS: Address = '0x';

const EVM_ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const BITCOIN_ADDRESS = /^(?:[13mn2][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc|tb|bcrt)1[0-9ac-hj-np-z]{11,71})$/i;
const TRON_ADDRESS = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;
const TXID = /^[0-9a-f]{64}$/i;
const ETHEREUM: ChainId = 'eip155:1';
const BITCOIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';

/**
 * The one parser of addresses: checks form, network and checksum, returns the stored form.
 * EVM: all-lower and all-upper hex carry no checksum; mixed case must be a valid EIP-55 form. UTXO: Base58Check, Bech32 and Bech32m.
 * @throws InputError that says which of these fails and what to write instead.
 */
export function parseAddress(text: string, chain: ChainId, field = 'address'): Address {
  if (isUtxo(chain)) return parseUtxoAddress(text, chain, field);
  if (EVM_ADDRESS.test(text)) return checkEip55(text, field);
  throw new InputError(
    `${JSON.stringify(text)} is not an address of ${chain}`,
    { field },
    { remedy: describeAddressFault(text) },
  );
}

/**
 * Reads an account: CAIP-10 (`eip155:1:0x…`), or a bare address when `defaultChain` says where it lives.
 * @throws InputError
 */
export function parseAccount(text: string, defaultChain?: ChainId, field = 'account'): Account {
  const cut = text.lastIndexOf(':');
  if (cut >= 0) {
    const chain = parseChain(text.slice(0, cut), field);
    return { chain, address: parseAddress(text.slice(cut + 1), chain, field) };
  }
  if (defaultChain === undefined) {
    throw new InputError(
      `${JSON.stringify(text)} does not say its chain`,
      { field },
      { remedy: `Write ${likelyChain(text)}:${text}, or name the chain with --chain.` },
    );
  }
  return { chain: defaultChain, address: parseAddress(text, defaultChain, field) };
}

/** The chain that a text without one most likely is of: by the form of its address, or a transaction id's lack of 0x. For remedies only. */
export function likelyChain(text: string): ChainId {
  const [subject = ''] = text.split(/[:@]/, 1);
  return utxoChainsOf(subject)[0]?.id ?? (TXID.test(subject) || BITCOIN_ADDRESS.test(subject) ? BITCOIN : ETHEREUM);
}

export function accountId(chain: ChainId, address: Address): AccountId {
  return `${chain}:${address}`;
}

/** Splits a stored account id; the inverse of `accountId`. */
export function splitAccountId(id: AccountId): Account {
  const cut = id.lastIndexOf(':');
  return { chain: id.slice(0, cut), address: id.slice(cut + 1) };
}

/**
 * The address as people and other tools expect it: EIP-55 on EVM chains; on UTXO chains Base58Check or Bech32, `<txid>:<place>`
 * for a coin, and `script-<digest>` for a script that no address stands for; `transit-<link>` and `arrival-<link>` for the two ends of what crosses chains.
 */
export function formatAddress(address: Address, chain: ChainId): string {
  const linkEnd = formatLinkEnd(address);
  if (linkEnd !== undefined) return linkEnd;
  if (!isUtxo(chain)) return getAddress(address);
  const coin = splitCoin(address);
  if (coin !== undefined) return `${coin.tx.slice(2)}:${coin.place}`;
  return splitPot(address)?.slice(2) ?? formatScript(address, chain);
}

/** CAIP-10 with the address in its shown form. */
export function formatAccount(id: AccountId): string {
  const { chain, address } = splitAccountId(id);
  return `${chain}:${formatAddress(address, chain)}`;
}

function checkEip55(text: string, field: string): Address {
  const digits = text.slice(2);
  const lower = text.toLowerCase();
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return lower;
  const checksummed = getAddress(lower);
  if (checksummed !== text) {
    throw new InputError(
      `${text} fails its EIP-55 checksum`,
      { field },
      { remedy: 'Check it for a typing error, or write it in lower case if you are sure of it.' },
    );
  }
  return lower;
}

function describeAddressFault(text: string): string {
  const chains = utxoChainsOf(text);
  if (chains.length > 0) return `This is an address of ${nameChains(chains)}: name that chain.`;
  if (BITCOIN_ADDRESS.test(text)) {
    return `This looks like an address of Bitcoin, which is ${BITCOIN}, but it is not a right one.`;
  }
  if (TRON_ADDRESS.test(text)) return 'This is a Tron address. Tron cannot be traced yet.';
  if (!text.startsWith('0x')) return 'An EVM address starts with 0x.';
  if (text.length !== 42) return `An EVM address has 40 hex digits after 0x; this has ${text.length - 2}.`;
  return 'An EVM address has only the digits 0-9 and a-f after 0x.';
}
