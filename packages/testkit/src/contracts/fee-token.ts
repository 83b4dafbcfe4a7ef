import type { Address } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';
import { transfer } from './erc20.ts';

const BASIS = 10_000n;

/** A token that takes a part of each transfer. */
export type FeeToken = {
  readonly address: Address;
  /** Resolves to what the receiver got. */
  send(from: Address, to: Address, amount: bigint): Promise<bigint>;
};

export type FeeTokenOptions = {
  /** All of it the maker's in the beginning. */
  readonly supply: bigint;
  /** Hundredths of a percent. */
  readonly basisPoints: bigint;
  readonly collector: Address;
  /** The one Transfer tells the whole amount, and none tells the fee; else there are two that add up. */
  readonly silent: boolean;
};

export async function deployFeeToken(stage: Stage, maker: Address, options: FeeTokenOptions): Promise<FeeToken> {
  const { supply, basisPoints, collector, silent } = options;
  const { book } = stage;
  const address = await stage.create(
    maker,
    creationCode(ownContract('FeeToken'), [supply, basisPoints, collector, silent]),
  );
  book.make(address, maker, supply);
  return {
    address,
    send: async (from, to, amount) => {
      await transfer(stage, address, from, to, amount);
      const fee = (amount * basisPoints) / BASIS;
      book.move(address, from, collector, fee);
      book.move(address, from, to, amount - fee);
      return amount - fee;
    },
  };
}
