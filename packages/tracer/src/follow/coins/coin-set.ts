import { type Address, isCoin } from '@fundtrail/core';
import { type AddressSet, COIN_FORM, createAddressSet } from '../address-set.ts';

/** What is watched on a UTXO chain: many coins, and the scripts of some addresses. */
export function createCoinSet(): AddressSet {
  const coins = createAddressSet(COIN_FORM);
  const owners = new Set<Address>();
  return {
    add: (address) => {
      if (isCoin(address)) return coins.add(address);
      const fresh = !owners.has(address);
      owners.add(address);
      return fresh;
    },
    has: (address) => (isCoin(address) ? coins.has(address) : owners.has(address)),
    size: () => coins.size() + owners.size,
    bytes: () => coins.bytes(),
  };
}
