import type { Address, Hash } from '@fundtrail/core';
import { getCreateAddress } from 'ethers';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';

/** Creates contracts that hold native and end by giving it away. */
export type MortalMaker = {
  readonly address: Address;
  /** A contract that is created with this value in it. */
  make(by: Address, value: bigint): Promise<Address>;
  /** Its code stays, as it was created by an earlier transaction; what it held does not. */
  die(by: Address, mortal: Address, beneficiary: Address): Promise<Hash>;
  /** Creates one and ends it in the same transaction: nothing of it is left. Resolves to where it was. */
  makeAndDie(by: Address, value: bigint, beneficiary: Address): Promise<Address>;
};

export async function deployMortalMaker(stage: Stage, maker: Address): Promise<MortalMaker> {
  const code = ownContract('MortalMaker');
  const { book } = stage;
  const address = await stage.create(maker, creationCode(code));
  // A contract's own nonce begins at 1.
  let nonce = 1;
  const next = (): Address => {
    const created = getCreateAddress({ from: address, nonce }).toLowerCase();
    nonce += 1;
    return created;
  };
  return {
    address,
    make: async (by, value) => {
      await stage.act({ from: by, to: address, value, data: code.abi.encodeFunctionData('make') });
      const mortal = next();
      book.move('native', address, mortal, value);
      return mortal;
    },
    die: async (by, mortal, beneficiary) => {
      const data = ownContract('Mortal').abi.encodeFunctionData('die', [beneficiary]);
      const hash = await stage.act({ from: by, to: mortal, data });
      book.move('native', mortal, beneficiary, book.balance(mortal, 'native'));
      return hash;
    },
    makeAndDie: async (by, value, beneficiary) => {
      await stage.act({ from: by, to: address, value, data: code.abi.encodeFunctionData('makeAndDie', [beneficiary]) });
      book.move('native', address, beneficiary, value);
      return next();
    },
  };
}
