import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, ownContract } from './artefact.ts';
import { approve } from './erc20.ts';

const GAS_PER_PAYMENT = 80_000n;
const GAS = 200_000n;

export type Payment = { readonly to: Address; readonly amount: bigint };

/** Pays many in one transaction. Tokens that move just what they are told to only. */
export type Multisender = {
  readonly address: Address;
  /** Native; what is sent beyond the sum comes back in the same transaction. */
  pay(from: Address, payments: readonly Payment[], beyond?: bigint): Promise<Hash>;
  /** A token, through the contract's own balance. */
  send(token: Address, from: Address, payments: readonly Payment[]): Promise<Hash>;
  /** A token, straight from the payer to each. */
  sendStraight(token: Address, from: Address, payments: readonly Payment[]): Promise<Hash>;
};

export async function deployMultisender(stage: Stage, maker: Address): Promise<Multisender> {
  const code = ownContract('Multisender');
  const address = await stage.create(maker, creationCode(code));
  const { book } = stage;
  const call = (
    method: string,
    from: Address,
    first: readonly unknown[],
    payments: readonly Payment[],
    value = 0n,
  ): Promise<Hash> => {
    const args = [...first, payments.map(({ to }) => to), payments.map(({ amount }) => amount)];
    const gas = GAS + GAS_PER_PAYMENT * BigInt(payments.length);
    return stage.act({ from, to: address, value, data: code.abi.encodeFunctionData(method, args), gas });
  };
  const sendBy = async (method: string, token: Address, from: Address, payments: readonly Payment[]): Promise<Hash> => {
    await approve(stage, token, from, address, sumOf(payments));
    const hash = await call(method, from, [token], payments);
    for (const { to, amount } of payments) book.move(token, from, to, amount);
    return hash;
  };
  return {
    address,
    pay: async (from, payments, beyond = 0n) => {
      const hash = await call('disperseEther', from, [], payments, sumOf(payments) + beyond);
      for (const { to, amount } of payments) book.move('native', address, to, amount);
      book.move('native', address, from, beyond);
      return hash;
    },
    send: (token, from, payments) => sendBy('disperseToken', token, from, payments),
    sendStraight: (token, from, payments) => sendBy('disperseTokenSimple', token, from, payments),
  };
}

function sumOf(payments: readonly Payment[]): bigint {
  return payments.reduce((sum, { amount }) => sum + amount, 0n);
}
