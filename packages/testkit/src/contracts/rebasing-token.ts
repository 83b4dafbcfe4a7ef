import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';
import { transfer } from './erc20.ts';

/** A token as stETH is: balances are shares of a pot, and change with it without a Transfer. */
export type RebasingToken = {
  readonly address: Address;
  send(from: Address, to: Address, amount: bigint): Promise<Hash>;
  /** Every balance grows or shrinks in proportion. */
  rebase(newSupply: bigint): Promise<Hash>;
};

export async function deployRebasingToken(stage: Stage, maker: Address, supply: bigint): Promise<RebasingToken> {
  const code = ownContract('RebasingToken');
  const { book } = stage;
  const address = await stage.create(maker, creationCode(code, [supply]));
  book.make(address, maker, supply);
  const allShares = supply;
  const shares = new Map<Address, bigint>([[maker, supply]]);
  let pot = supply;
  /** Rounding may cost a unit, so every balance is computed anew. */
  const settle = (): void => {
    for (const [holder, held] of shares) {
      const change = (held * pot) / allShares - book.balance(holder, address);
      if (change > 0n) book.make(address, holder, change);
      else book.destroy(address, holder, -change);
    }
  };
  return {
    address,
    send: async (from, to, amount) => {
      const hash = await transfer(stage, address, from, to, amount);
      const moved = (amount * allShares) / pot;
      shares.set(from, (shares.get(from) ?? 0n) - moved);
      shares.set(to, (shares.get(to) ?? 0n) + moved);
      settle();
      return hash;
    },
    rebase: async (newSupply) => {
      const data = code.abi.encodeFunctionData('rebase', [newSupply]);
      const hash = await stage.act({ from: maker, to: address, data });
      pot = newSupply;
      settle();
      return hash;
    },
  };
}
