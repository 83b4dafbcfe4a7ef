import type { Address, AssetRef, Hash } from '@fundtrail/core';

/** Addresses and hashes are `0x` and hex in the code and bytes in the database; the native asset is the empty string of bytes. */

const NATIVE = Buffer.alloc(0);

export function addressBytes(address: Address): Buffer {
  return Buffer.from(address.slice(2), 'hex');
}

export function addressFromBytes(bytes: Buffer): Address {
  return `0x${bytes.toString('hex')}`;
}

export function hashBytes(hash: Hash): Buffer {
  return Buffer.from(hash.slice(2), 'hex');
}

export function hashFromBytes(bytes: Buffer): Hash {
  return `0x${bytes.toString('hex')}`;
}

export function assetBytes(asset: AssetRef): Buffer {
  return asset === 'native' ? NATIVE : addressBytes(asset);
}

export function assetFromBytes(bytes: Buffer): AssetRef {
  return bytes.length === 0 ? 'native' : addressFromBytes(bytes);
}
