import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';

/** Pays in ways of which not each one moves what a trace shows. */
export type Payer = {
  readonly address: Address;
  /** Code that the payer runs by DELEGATECALL. */
  readonly library: Address;
  /** Pays the first and the last; the payment between is made in a frame that fails, and is undone. */
  payAndUndo(by: Address, to: { first: Address; undone: Address; last: Address }, amount: bigint): Promise<Hash>;
  /** The value is in view in the DELEGATECALL as well, and moves once. */
  payByDelegate(by: Address, to: Address, amount: bigint): Promise<Hash>;
};

export async function deployPayer(stage: Stage, maker: Address): Promise<Payer> {
  const code = ownContract('Payer');
  const { book } = stage;
  const address = await stage.create(maker, creationCode(code));
  const library = await stage.create(maker, creationCode(code));
  return {
    address,
    library,
    payAndUndo: async (by, { first, undone, last }, amount) => {
      const data = code.abi.encodeFunctionData('payAndUndo', [first, undone, last, amount]);
      const hash = await stage.act({ from: by, to: address, value: amount * 2n, data });
      book.move('native', address, first, amount);
      book.move('native', address, last, amount);
      return hash;
    },
    payByDelegate: async (by, to, amount) => {
      const data = code.abi.encodeFunctionData('payByDelegate', [library, to]);
      const hash = await stage.act({ from: by, to: address, value: amount, data });
      book.move('native', address, to, amount);
      return hash;
    },
  };
}
