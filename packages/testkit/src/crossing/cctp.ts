import type { Address, Hash } from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import { ownContract } from '../contracts/artefact.ts';
import { approve } from '../contracts/erc20.ts';
import type { EvmSide } from './evm-side.ts';
import { CCTP, type CHAIN_B, type CHAIN_C } from './places.ts';

const MESSENGER = ownContract('CctpMessenger');
const TRANSMITTER = ownContract('CctpTransmitter');
const MINTER = ownContract('CctpMinter');
const USDC = ownContract('UsdcLike');
/** No attester is asked: the played transmitter takes any signature. */
const ATTESTATION = `0x${'00'.repeat(130)}`;

type CctpChain = typeof CHAIN_B | typeof CHAIN_C;

/** USDC on one chain of the story, and its bridge to the other one. */
export type CctpSide = {
  readonly usdc: Address;
  readonly domain: number;
  /** Makes clean money. */
  issue(to: Address, amount: bigint): Promise<void>;
  /** Resolves to the hashes of the approval and of the burn. */
  burn(from: Address, recipient: Address, amount: bigint): Promise<readonly [Hash, Hash]>;
  /** Brings a message across; the relayer pays. */
  receive(relayer: Address, message: string, minted: { readonly to: Address; readonly amount: bigint }): Promise<Hash>;
};

/** @param firstNonce number of the first message that this side sends */
export async function openCctp(side: EvmSide, own: CctpChain, other: CctpChain, firstNonce: bigint): Promise<CctpSide> {
  const { stage, maker } = side;
  const { domain, messenger, transmitter, usdc } = CCTP[own];
  const remote = CCTP[other];
  const minter = await stage.create(maker, MINTER.bytecode);
  await side.place(usdc, USDC);
  await side.place(transmitter, TRANSMITTER, [domain, firstNonce]);
  await side.place(messenger, MESSENGER, [transmitter, minter, usdc, remote.domain, remote.messenger]);
  await stage.act({ from: maker, to: usdc, data: USDC.abi.encodeFunctionData('initialize', [minter]) });
  return {
    usdc,
    domain,
    issue: async (to, amount) => {
      await stage.act({ from: maker, to: minter, data: MINTER.abi.encodeFunctionData('mint', [usdc, to, amount]) });
      stage.book.make(usdc, to, amount);
    },
    burn: async (from, recipient, amount) => {
      const approval = await approve(stage, usdc, from, messenger, amount);
      const args = [amount, remote.domain, zeroPadValue(recipient, 32), usdc];
      const data = MESSENGER.abi.encodeFunctionData('depositForBurn', args);
      const hash = await stage.act({ from, to: messenger, data });
      stage.book.destroy(usdc, from, amount);
      return [approval, hash];
    },
    receive: async (relayer, message, { to, amount }) => {
      const data = TRANSMITTER.abi.encodeFunctionData('receiveMessage', [message, ATTESTATION]);
      const hash = await stage.act({ from: relayer, to: transmitter, data });
      stage.book.make(usdc, to, amount);
      return hash;
    },
  };
}

/** The message that a burn sent, as an attester reads it from the logs, and its number. */
export async function sentMessage(side: EvmSide, burn: Hash): Promise<{ readonly message: string; nonce: bigint }> {
  const receipt = (await side.chain.ask('eth_getTransactionReceipt', [burn])) as {
    readonly logs: readonly { readonly topics: readonly string[]; readonly data: string }[];
  };
  for (const log of receipt.logs) {
    const told = TRANSMITTER.abi.parseLog({ topics: [...log.topics], data: log.data });
    if (told?.name !== 'MessageSent') continue;
    const message = String(told.args[0]);
    return { message, nonce: BigInt(`0x${message.slice(2 + 12 * 2, 2 + 20 * 2)}`) };
  }
  throw new TypeError(`${burn} sent no message`);
}
