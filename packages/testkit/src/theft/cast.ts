import { type Address, FundtrailError } from '@fundtrail/core';
import { id } from 'ethers';

/** Who plays. The first six are anvil's own accounts, everybody else is an address that nobody has the key of. */
export type Cast = {
  readonly maker: Address;
  readonly victim: Address;
  /** Pays the thief's first gas; its money is clean. */
  readonly funder: Address;
  readonly hotWallet: Address;
  readonly lenderOwner: Address;
  readonly poisoner: Address;
  readonly thief: Address;
  /** A dozen wallets of the fan-out. */
  readonly wallets: readonly Address[];
  /** Nine accounts that the peel chain runs through: eight hops. */
  readonly peel: readonly Address[];
  /** Where the odd hops peel to; they rest there. */
  readonly peeled: readonly Address[];
  /** The exchange's two deposit addresses. */
  readonly deposits: readonly [Address, Address];
  /** Look like the first wallets, to be copied by mistake. */
  readonly lookalikes: readonly Address[];
};

export const WALLETS = 12;
export const PEEL_HOPS = 8;
export const POISONED = 3;

export function castOf(devAccounts: readonly Address[]): Cast {
  const [maker, victim, funder, hotWallet, lenderOwner, poisoner] = devAccounts;
  if (
    maker === undefined ||
    victim === undefined ||
    funder === undefined ||
    hotWallet === undefined ||
    lenderOwner === undefined ||
    poisoner === undefined
  ) {
    throw new FundtrailError('too_few_accounts', `six accounts are needed, the chain has ${devAccounts.length}`);
  }
  const wallets = many('wallet', WALLETS);
  return {
    maker,
    victim,
    funder,
    hotWallet,
    lenderOwner,
    poisoner,
    thief: addressOf('thief'),
    wallets,
    peel: many('peel', PEEL_HOPS + 1),
    peeled: many('peeled', PEEL_HOPS / 2),
    deposits: [addressOf('deposit 0'), addressOf('deposit 1')],
    lookalikes: wallets.slice(0, POISONED).map(lookalikeOf),
  };
}

/** Where somebody is of whom nobody has the key. */
export function addressOf(name: string): Address {
  return `0x${id(`fundtrail theft: ${name}`).slice(-40)}`;
}

export function many(name: string, count: number): Address[] {
  return Array.from({ length: count }, (_, place) => addressOf(`${name} ${place}`));
}

/** The same first and last four digits: what a wallet's short form shows. */
function lookalikeOf(address: Address): Address {
  return `${address.slice(0, 6)}${id(`lookalike of ${address}`).slice(2, 34)}${address.slice(-4)}`;
}
