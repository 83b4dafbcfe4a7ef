import type { Address, Hash } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { Stage } from '../theft/stage.ts';

const ERC20 = new Interface([
  'function approve(address spender, uint256 amount)',
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
]);

export const NO_DEADLINE = 2n ** 256n - 1n;

export function approve(stage: Stage, token: Address, owner: Address, spender: Address, amount: bigint): Promise<Hash> {
  return stage.act({ from: owner, to: token, data: ERC20.encodeFunctionData('approve', [spender, amount]) });
}

/** The call alone: what moves is the token's to say. */
export function transfer(stage: Stage, token: Address, from: Address, to: Address, amount: bigint): Promise<Hash> {
  return stage.act({ from, to: token, data: transferData(to, amount) });
}

export function transferData(to: Address, amount: bigint): string {
  return ERC20.encodeFunctionData('transfer', [to, amount]);
}

/** A transfer of a token that moves just what it is told to. */
export async function sendToken(
  stage: Stage,
  token: Address,
  from: Address,
  to: Address,
  amount: bigint,
): Promise<Hash> {
  const hash = await transfer(stage, token, from, to, amount);
  stage.book.move(token, from, to, amount);
  return hash;
}

/** Moves nothing in another's name, as address poisoners do: it needs no allowance. */
export function sendNothing(stage: Stage, token: Address, by: Address, from: Address, to: Address): Promise<Hash> {
  return stage.act({ from: by, to: token, data: ERC20.encodeFunctionData('transferFrom', [from, to, 0n]) });
}
