import type { Address, Hash } from '@fundtrail/core';
import { id, Wallet } from 'ethers';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';

const AUTHORIZE_GAS = 100_000n;

/** One call of several; what it does is the caller's to write into the book. */
export type BatchCall = { readonly to: Address; readonly value: bigint; readonly data: string };

/** A person's wallet that carries code by EIP-7702. */
export type BatchWallet = {
  readonly address: Address;
  /** The transaction by which it came to its code. */
  readonly authorized: Hash;
  /** Makes all calls in one transaction that the wallet sends to itself; native they carry is in the book. */
  execute(calls: readonly BatchCall[]): Promise<Hash>;
};

export function deployBatchCode(stage: Stage, maker: Address): Promise<Address> {
  return stage.create(maker, creationCode(ownContract('BatchWallet')));
}

/** Where the wallet of this name is, before and after it carries code. */
export function batchWalletAddress(name: string): Address {
  return keyOf(name).address.toLowerCase();
}

/** Gives a wallet that has not sent anything yet this code by an authorization it signed; the sponsor sends and pays. */
export async function authorizeBatchWallet(
  stage: Stage,
  name: string,
  code: Address,
  sponsor: Address,
): Promise<BatchWallet> {
  const key = keyOf(name);
  const address = key.address.toLowerCase();
  const { signature } = key.authorizeSync({ address: code, nonce: 0, chainId: stage.chainId });
  const authorization = {
    chainId: `0x${stage.chainId.toString(16)}`,
    address: code,
    nonce: '0x0',
    yParity: `0x${signature.yParity}`,
    r: signature.r,
    s: signature.s,
  };
  const authorized = await stage.act({
    from: sponsor,
    to: sponsor,
    gas: AUTHORIZE_GAS,
    authorizations: [authorization],
  });
  return {
    address,
    authorized,
    execute: async (calls) => {
      const data = ownContract('BatchWallet').abi.encodeFunctionData('execute', [calls]);
      const hash = await stage.act({ from: address, to: address, data });
      for (const { to, value } of calls) stage.book.move('native', address, to, value);
      return hash;
    },
  };
}

function keyOf(name: string): Wallet {
  return new Wallet(id(`fundtrail wallet: ${name}`));
}
