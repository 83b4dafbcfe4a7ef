import { type Address, type ChainId, createSystemClock, type Hash } from '@fundtrail/core';
import { id } from 'ethers';
import { type Chain, openChain } from '../anvil/chain.ts';
import type { Anvil } from '../anvil/start-anvil.ts';
import { type Artefact, creationCode } from '../contracts/artefact.ts';
import { openStage, type Stage } from '../theft/stage.ts';
import { evmChain } from './places.ts';
import type { StoryClock } from './story-clock.ts';

/** An EVM chain of the story. */
export type EvmSide = {
  readonly id: ChainId;
  readonly chain: Chain;
  /** Where accounts act, at the story's time. */
  readonly stage: Stage;
  /** Anvil's own account that makes contracts and brings clean money. */
  readonly maker: Address;
  /** An account that nobody has the key of, the same for the same seed and name. */
  account(name: string): Address;
  /** Creates a contract and puts its code at an address where it is on the real chain. It must need no storage from its constructor. */
  place(address: Address, artefact: Artefact, args?: readonly unknown[]): Promise<void>;
  /** Mines an empty block at the story's time: new blocks after it are no older, whatever is taken back. */
  idle(): Promise<void>;
  blockOf(hash: Hash): Promise<{ readonly block: number; readonly blockHash: Hash; readonly time: number }>;
  /** What its sender paid for a transaction, in base units. */
  feeOf(hash: Hash): Promise<bigint>;
};

export async function openEvmSide(anvil: Anvil, clock: StoryClock, seed: number): Promise<EvmSide> {
  const chain = openChain(anvil.url);
  const opened = await openStage(anvil.url, createSystemClock());
  for (const account of opened.devAccounts) opened.book.open(account, await opened.balanceOf(account, 'native'));
  const [maker = ''] = opened.devAccounts;
  clock.saw((await chain.block('latest')).timestamp);
  /** Each block has the story's time, whatever the time between blocks. */
  const timed = async <T>(act: () => Promise<T>): Promise<T> => {
    await chain.ask('evm_setNextBlockTimestamp', [clock.next()]);
    return await act();
  };
  const stage: Stage = {
    ...opened,
    act: (act) => timed(() => opened.act(act)),
    actInVain: (act) => timed(() => opened.actInVain(act)),
    create: (from, code) => timed(() => opened.create(from, code)),
  };
  return {
    id: evmChain(anvil.chainId),
    chain,
    stage,
    maker,
    account: (name) => `0x${id(`fundtrail crossing ${seed}: ${name}`).slice(-40)}`,
    place: async (address, artefact, args = []) => {
      const made = await stage.create(maker, creationCode(artefact, args));
      await chain.ask('anvil_setCode', [address, await chain.ask('eth_getCode', [made, 'latest'])]);
    },
    idle: () => timed(async () => void (await chain.mine())),
    blockOf: async (hash) => {
      const { number, hash: blockHash, timestamp } = await chain.block(await stage.blockOf(hash));
      return { block: number, blockHash, time: timestamp };
    },
    feeOf: async (hash) => {
      const receipt = (await chain.ask('eth_getTransactionReceipt', [hash])) as Record<string, string>;
      return BigInt(receipt.gasUsed ?? 0) * BigInt(receipt.effectiveGasPrice ?? 0);
    },
  };
}
