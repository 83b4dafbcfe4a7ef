import type { Address, AssetRef, Hash } from '@fundtrail/core';
import { ZeroAddress } from 'ethers';
import { ownContract } from '../contracts/artefact.ts';
import { approve, NO_DEADLINE } from '../contracts/erc20.ts';
import type { EvmSide } from './evm-side.ts';

const { abi } = ownContract('ThorchainRouter');
const CALL_GAS = 400_000n;

export type RouterPayment = {
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly memo: string;
};

/** Pays a vault through a router; tokens stay in the router. */
export async function depositWithExpiry(
  { stage }: EvmSide,
  router: Address,
  from: Address,
  vault: Address,
  { asset, amount, memo }: RouterPayment,
): Promise<Hash> {
  const isNative = asset === 'native';
  if (!isNative) await approve(stage, asset, from, router, amount);
  // As wallets do it: for what is native the amount is told as zero.
  const args = [vault, isNative ? ZeroAddress : asset, isNative ? 0n : amount, memo, NO_DEADLINE];
  const data = abi.encodeFunctionData('depositWithExpiry', args);
  const hash = await stage.act({ from, to: router, value: isNative ? amount : 0n, data, gas: CALL_GAS });
  if (isNative) stage.book.move('native', router, vault, amount);
  else stage.book.move(asset, from, router, amount);
  return hash;
}

/** Pays out of a vault through a router. */
export async function transferOut(
  { stage }: EvmSide,
  router: Address,
  vault: Address,
  to: Address,
  { asset, amount, memo }: RouterPayment,
): Promise<Hash> {
  const isNative = asset === 'native';
  const data = abi.encodeFunctionData('transferOut', [to, isNative ? ZeroAddress : asset, amount, memo]);
  const hash = await stage.act({ from: vault, to: router, value: isNative ? amount : 0n, data, gas: CALL_GAS });
  stage.book.move(asset, router, to, amount);
  return hash;
}
