import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract, publishedContract } from './artefact.ts';
import { sendToken } from './erc20.ts';

/** A token as USDC is: six decimals, behind a proxy, minted and burnt with a log of its own and a Transfer. */
export type Usdc = {
  /** Of the proxy, which is the token. */
  readonly address: Address;
  /** The code behind it, reached by DELEGATECALL. */
  readonly implementation: Address;
  mint(to: Address, amount: bigint): Promise<Hash>;
  /** Of the minter's own money. */
  burn(amount: bigint): Promise<Hash>;
  send(from: Address, to: Address, amount: bigint): Promise<Hash>;
  freeze(account: Address): Promise<Hash>;
};

export async function deployUsdc(stage: Stage, minter: Address): Promise<Usdc> {
  const code = ownContract('UsdcLike');
  const proxy = publishedContract('@openzeppelin/contracts/build/contracts/ERC1967Proxy.json');
  const implementation = await stage.create(minter, creationCode(code));
  const setup = code.abi.encodeFunctionData('initialize', [minter]);
  const address = await stage.create(minter, creationCode(proxy, [implementation, setup]));
  const call = (method: string, ...args: readonly unknown[]): Promise<Hash> =>
    stage.act({ from: minter, to: address, data: code.abi.encodeFunctionData(method, args) });
  return {
    address,
    implementation,
    mint: async (to, amount) => {
      const hash = await call('mint', to, amount);
      stage.book.make(address, to, amount);
      return hash;
    },
    burn: async (amount) => {
      const hash = await call('burn', amount);
      stage.book.destroy(address, minter, amount);
      return hash;
    },
    send: (from, to, amount) => sendToken(stage, address, from, to, amount),
    freeze: (account) => call('blacklist', account),
  };
}
