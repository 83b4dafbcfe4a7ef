import { type Address, formatAddress, parseAddress } from './address.ts';
import { type ChainId, isUtxo, parseChain } from './chain.ts';
import { chainInfo } from './chains/known.ts';
import { InputError } from './errors.ts';

/** An asset on its chain: `native`, or the contract's address in stored form. The symbol is never an identity. */
export type AssetRef = 'native' | Address;

/** A CAIP-19 asset id in its stored form (lower-case contract), e.g. `eip155:1/slip44:60`, `eip155:1/erc20:0x…`. */
export type AssetId = string;

export type Asset = { readonly chain: ChainId; readonly ref: AssetRef };

export function assetId(chain: ChainId, ref: AssetRef): AssetId {
  return ref === 'native' ? `${chain}/slip44:${chainInfo(chain).slip44}` : `${chain}/erc20:${ref}`;
}

/** Splits a stored asset id; the inverse of `assetId`. */
export function splitAssetId(id: AssetId): Asset {
  const slash = id.indexOf('/');
  const chain = id.slice(0, slash);
  return id.startsWith('slip44:', slash + 1)
    ? { chain, ref: 'native' }
    : { chain, ref: id.slice(slash + 1 + 'erc20:'.length) };
}

/** CAIP-19 with the contract in its shown form (EIP-55). */
export function formatAsset(id: AssetId): string {
  const { chain, ref } = splitAssetId(id);
  return ref === 'native' ? id : `${chain}/erc20:${formatAddress(ref, chain)}`;
}

/**
 * Reads an asset of a chain: `native`, a contract address, or a CAIP-19 id of that chain.
 * @throws InputError for an unknown form, another chain, or another native coin type.
 */
export function parseAssetRef(text: string, chain: ChainId, field = 'asset'): AssetRef {
  if (text === 'native') return 'native';
  if (isUtxo(chain) && text !== assetId(chain, 'native')) {
    throw new InputError(
      `${JSON.stringify(text)} is no asset of ${chainInfo(chain).name}`,
      { field },
      { remedy: `On UTXO chains only the native asset is traced: write native or ${assetId(chain, 'native')}.` },
    );
  }
  if (!text.includes('/')) return parseAddress(text, chain, field);
  const slash = text.indexOf('/');
  const assetChain = parseChain(text.slice(0, slash), field);
  const rest = text.slice(slash + 1);
  if (assetChain !== chain) {
    throw new InputError(
      `${text} lives on ${assetChain}, not on ${chain}`,
      { field },
      { remedy: `Name an asset of ${chain}.` },
    );
  }
  if (rest === `slip44:${chainInfo(chain).slip44}`) return 'native';
  if (rest.startsWith('erc20:')) return parseAddress(rest.slice('erc20:'.length), chain, field);
  throw new InputError(
    `${JSON.stringify(text)} is not a known asset form`,
    { field },
    { remedy: `Write native, a contract address, or ${chain}/erc20:0x….` },
  );
}
