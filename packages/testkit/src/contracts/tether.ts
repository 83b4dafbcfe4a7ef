import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';
import { transfer } from './erc20.ts';

const BASIS = 10_000n;
const UNIT = 1_000_000n;

/** A token as USDT is: six decimals, calls that return nothing, and money that comes and goes without a Transfer. */
export type Tether = {
  readonly address: Address;
  /** New money for the owner; there is no Transfer for it. */
  issue(amount: bigint): Promise<Hash>;
  /** From now on so many hundredths of a percent, at most so many whole units, go to the owner in a Transfer of their own. */
  setFee(basisPoints: bigint, mostUnits: bigint): Promise<Hash>;
  send(from: Address, to: Address, amount: bigint): Promise<Hash>;
  /** A transfer by a frozen account, which fails. */
  sendInVain(from: Address, to: Address, amount: bigint): Promise<Hash>;
  freeze(account: Address): Promise<Hash>;
  /** What a frozen account holds is gone; there is no Transfer for it. */
  destroy(account: Address): Promise<Hash>;
};

export async function deployTether(stage: Stage, owner: Address): Promise<Tether> {
  const code = ownContract('TetherLike');
  const address = await stage.create(owner, creationCode(code));
  const { book } = stage;
  let fee = { basisPoints: 0n, most: 0n };
  const call = (method: string, ...args: readonly unknown[]): Promise<Hash> =>
    stage.act({ from: owner, to: address, data: code.abi.encodeFunctionData(method, args) });
  return {
    address,
    issue: async (amount) => {
      const hash = await call('issue', amount);
      book.make(address, owner, amount);
      return hash;
    },
    setFee: async (basisPoints, mostUnits) => {
      const hash = await call('setParams', basisPoints, mostUnits);
      fee = { basisPoints, most: mostUnits * UNIT };
      return hash;
    },
    send: async (from, to, amount) => {
      const hash = await transfer(stage, address, from, to, amount);
      const share = (amount * fee.basisPoints) / BASIS;
      const taken = share > fee.most ? fee.most : share;
      book.move(address, from, owner, taken);
      book.move(address, from, to, amount - taken);
      return hash;
    },
    sendInVain: (from, to, amount) =>
      stage.actInVain({ from, to: address, data: code.abi.encodeFunctionData('transfer', [to, amount]) }),
    freeze: (account) => call('addBlackList', account),
    destroy: async (account) => {
      const hash = await call('destroyBlackFunds', account);
      book.destroy(address, account, book.balance(account, address));
      return hash;
    },
  };
}
