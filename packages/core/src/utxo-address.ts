import type { Address } from './address.ts';
import type { AddressFault } from './address-fault.ts';
import { base58Fault, isPrivateKey, isTronAddress, readBase58 } from './base58-address.ts';
import type { ChainId } from './chain.ts';
import type { ChainInfo } from './chains/chain-info.ts';
import { chainInfo, knownChains } from './chains/known.ts';
import type { AddressForms } from './chains/utxo-chains.ts';
import { InputError } from './errors.ts';
import { bech32Prefix, readWitnessAddress } from './witness-address.ts';

const EVM = /^0x[0-9a-fA-F]{40}$/;
const TXID = /^(?:0x)?[0-9a-fA-F]{64}$/;

/** Reads an address of a UTXO chain into its script. @throws InputError; a private key is not repeated in it */
export function parseUtxoAddress(text: string, chain: ChainId, field: string): Address {
  const { addresses, name } = chainInfo(chain);
  if (addresses === undefined) {
    throw new InputError(
      `it is not known how addresses of ${chain} are written`,
      { field },
      { remedy: 'Say it in the configuration file: addresses: { key_hash, script_hash, bech32 } of that chain.' },
    );
  }
  const read = readAs(text, addresses);
  if (typeof read === 'string') return read;
  if (isPrivateKey(text)) {
    throw new InputError(
      `this is a private key, not an address of ${name}`,
      { field },
      { remedy: 'Give the address. Whoever saw the key can spend its coins: take it for disclosed.' },
    );
  }
  const { fault, remedy } = otherKind(text, chain) ?? read ?? base58Fault(text);
  throw new InputError(`${JSON.stringify(text)} is not an address of ${name}: ${fault}`, { field }, { remedy });
}

/** The UTXO chains of which a text is a right address, Bitcoin first. */
export function utxoChainsOf(text: string): readonly ChainInfo[] {
  return knownChains().filter(
    ({ addresses }) => addresses !== undefined && typeof readAs(text, addresses) === 'string',
  );
}

/** Chains' names and ids in one sentence part: `Litecoin (bip122:12a7…)`. */
export function nameChains(chains: readonly ChainInfo[]): string {
  return chains.map(({ name, id }) => `${name} (${id})`).join(' or ');
}

/** The script; or what is wrong with a text that begins as the chain's Bech32 addresses do; or undefined. */
function readAs(text: string, forms: AddressForms): Address | AddressFault | undefined {
  if (hasPrefix(text, forms)) return readWitnessAddress(text, forms.bech32);
  const payload = readBase58(text);
  if (payload === undefined) return undefined;
  if (payload.version === forms.keyHash) return `0x76a914${payload.hash}88ac`;
  return forms.scriptHash.includes(payload.version) ? `0xa914${payload.hash}87` : undefined;
}

function hasPrefix(text: string, forms: AddressForms | undefined): forms is AddressForms & { readonly bech32: string } {
  const prefix = forms?.bech32;
  return prefix !== undefined && prefix !== null && text.slice(0, prefix.length + 1).toLowerCase() === `${prefix}1`;
}

/** What a text is that is no address of this chain, but plainly something else. */
function otherKind(text: string, chain: ChainId): AddressFault | undefined {
  const { name } = chainInfo(chain);
  if (text === '') return { fault: 'it is empty', remedy: `Give an address of ${name}.` };
  if (EVM.test(text)) {
    return { fault: 'it is an address of an EVM chain', remedy: `Name its chain, e.g. eip155:1:${text}.` };
  }
  if (TXID.test(text)) return { fault: 'it is a transaction id', remedy: 'Give an address.' };
  if (isTronAddress(text)) {
    return { fault: 'it is an address of Tron', remedy: `Tron cannot be traced yet: give an address of ${name}.` };
  }
  const own = chainInfo(chain).addresses;
  if (hasPrefix(text, own)) return undefined;
  const others = knownChains().filter(({ addresses }) => hasPrefix(text, addresses));
  const holders = others.length > 0 ? others : utxoChainsOf(text);
  if (holders.length > 0) {
    return {
      fault: `it is ${others.length > 0 ? 'written as one' : 'one'} of ${holders.map((other) => other.name).join(' or ')}`,
      remedy: `Name that chain: ${holders.map(({ id }) => id).join(' or ')}.`,
    };
  }
  const version = readBase58(text)?.version;
  const prefix = bech32Prefix(text);
  if (version === undefined && prefix === undefined) return undefined;
  return {
    fault: `it is of a network that is not known (${prefix === undefined ? `version byte ${version}` : `prefix ${prefix}`})`,
    remedy: `Give an address of ${name}, or describe the network in the configuration file.`,
  };
}
