import type { Address, AssetRef, Hash } from '@fundtrail/core';
import { id, ZeroAddress } from 'ethers';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';
import { approve } from './erc20.ts';

/** A mixer's pool of one denomination, with Tornado's logs. Its note is any text, as it asks for no proof. */
export type FixedPool = {
  readonly address: Address;
  deposit(from: Address, note: string): Promise<Hash>;
  /** Sent by the relayer, who takes the fee out of what is paid to the recipient. */
  withdraw(note: string, recipient: Address, relayer: Address, fee: bigint): Promise<Hash>;
};

/** @param asset native, or a token that moves just what it is told to. */
export async function deployFixedPool(
  stage: Stage,
  maker: Address,
  asset: AssetRef,
  denomination: bigint,
): Promise<FixedPool> {
  const code = ownContract('FixedPool');
  const { book } = stage;
  const isNative = asset === 'native';
  const address = await stage.create(maker, creationCode(code, [denomination, isNative ? ZeroAddress : asset]));
  return {
    address,
    deposit: async (from, note) => {
      if (!isNative) await approve(stage, asset, from, address, denomination);
      const data = code.abi.encodeFunctionData('deposit', [id(`commitment of ${note}`)]);
      const hash = await stage.act({ from, to: address, value: isNative ? denomination : 0n, data });
      if (!isNative) book.move(asset, from, address, denomination);
      return hash;
    },
    withdraw: async (note, recipient, relayer, fee) => {
      const data = code.abi.encodeFunctionData('withdraw', [id(`nullifier of ${note}`), recipient, relayer, fee]);
      const hash = await stage.act({ from: relayer, to: address, data });
      book.move(asset, address, recipient, denomination - fee);
      book.move(asset, address, relayer, fee);
      return hash;
    },
  };
}
