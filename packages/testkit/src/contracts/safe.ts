import type { Address, Hash } from '@fundtrail/core';
import { AbiCoder, concat, getCreate2Address, keccak256, toBeHex, ZeroAddress, zeroPadValue } from 'ethers';
import type { Stage } from '../theft/stage.ts';
import { creationCode, publishedContract } from './artefact.ts';
import { transferData } from './erc20.ts';

const FOLDER = '@safe-global/safe-contracts/build/artifacts/contracts';
const SETUP_GAS = 1_000_000n;

/** The contracts that all Safes of a chain share. */
export type SafeContracts = { readonly singleton: Address; readonly factory: Address };

/** A Safe 1.4.1 with one owner, who signs by sending: no key is needed. */
export type Safe = {
  readonly address: Address;
  /** The owner has the Safe pay native. */
  pay(to: Address, amount: bigint): Promise<Hash>;
  /** The owner has the Safe send a token that moves just what it is told to. */
  send(token: Address, to: Address, amount: bigint): Promise<Hash>;
};

export async function deploySafeContracts(stage: Stage, maker: Address): Promise<SafeContracts> {
  return {
    singleton: await stage.create(maker, creationCode(publishedContract(`${FOLDER}/SafeL2.sol/SafeL2.json`))),
    factory: await stage.create(
      maker,
      creationCode(publishedContract(`${FOLDER}/proxies/SafeProxyFactory.sol/SafeProxyFactory.json`)),
    ),
  };
}

/** Creates a Safe's proxy; the owner pays for it. Another number gives another Safe. */
export async function createSafe(stage: Stage, shared: SafeContracts, owner: Address, number = 0n): Promise<Safe> {
  const { abi } = publishedContract(`${FOLDER}/SafeL2.sol/SafeL2.json`);
  const factory = publishedContract(`${FOLDER}/proxies/SafeProxyFactory.sol/SafeProxyFactory.json`);
  const proxy = publishedContract(`${FOLDER}/proxies/SafeProxy.sol/SafeProxy.json`);
  const setup = abi.encodeFunctionData('setup', [
    [owner],
    1n,
    ZeroAddress,
    '0x',
    ZeroAddress,
    ZeroAddress,
    0n,
    ZeroAddress,
  ]);
  const data = factory.abi.encodeFunctionData('createProxyWithNonce', [shared.singleton, setup, number]);
  await stage.act({ from: owner, to: shared.factory, data, gas: SETUP_GAS });
  const salt = keccak256(concat([keccak256(setup), AbiCoder.defaultAbiCoder().encode(['uint256'], [number])]));
  const address = getCreate2Address(
    shared.factory,
    salt,
    keccak256(creationCode(proxy, [shared.singleton])),
  ).toLowerCase();

  const execute = (to: Address, value: bigint, call: string): Promise<Hash> => {
    // Who sends approves: r is the owner, s is empty, v is 1.
    const signature = concat([zeroPadValue(owner, 32), toBeHex(0n, 32), '0x01']);
    const asked = [to, value, call, 0n, 0n, 0n, 0n, ZeroAddress, ZeroAddress, signature];
    return stage.act({ from: owner, to: address, data: abi.encodeFunctionData('execTransaction', asked) });
  };
  return {
    address,
    pay: async (to, amount) => {
      const hash = await execute(to, amount, '0x');
      stage.book.move('native', address, to, amount);
      return hash;
    },
    send: async (token, to, amount) => {
      const hash = await execute(token, 0n, transferData(to, amount));
      stage.book.move(token, address, to, amount);
      return hash;
    },
  };
}
