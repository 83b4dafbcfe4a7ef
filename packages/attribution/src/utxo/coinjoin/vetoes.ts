import { type ScriptType, scriptType } from '@fundtrail/core';
import type { TransactionShape } from '../transaction-shape.ts';
import type { CoinJoinKnowledge } from './coin-join.ts';

/**
 * Below this an output is no party's money: inscriptions and runes sit on 330, 546 and up to some thousand sat, and JoinMarket's
 * makers make no change below it (BITCOIN_DUST_THRESHOLD of JoinMarket).
 */
export const DUST_SATS = 2_730n;
/** A round of many parties survives that one of them reuses an address: of published Wasabi rounds the worst has 2 in 90 outputs. */
const TOLERATED_REUSE = 0.05;

/** One input, or inputs of one owner: nobody to mix with. Unknown owners are given the benefit of the doubt. */
export function isOfOneOwner({ inputs, inputOwners, whole }: TransactionShape): boolean {
  return inputs.length < 2 || (whole && inputOwners.size < 2);
}

/** Data is what tokens, inscriptions and Whirlpool's Tx0 carry; no CoinJoin does. */
export function carriesData({ data }: TransactionShape): boolean {
  return data.length > 0;
}

/** Outputs of dust: inscriptions, runes and other tokens, which are sold in transactions that sellers and buyers sign together. */
export function movesDust({ outputs }: TransactionShape): boolean {
  return outputs.some(({ amount }) => amount < DUST_SATS);
}

/** Several outputs of one owner: a payout list or a split, where a CoinJoin has a fresh owner for each. */
export function paysAnOwnerTwice({ outputs, outputOwners }: TransactionShape): boolean {
  return outputOwners.size < outputs.length;
}

/** More outputs return to owners of inputs than a careless participant explains. */
export function paysBack(shape: TransactionShape): boolean {
  return returned(shape) > shape.outputs.length * TOLERATED_REUSE;
}

/** Any output returns to an owner of inputs. */
export function paysAnyBack(shape: TransactionShape): boolean {
  return returned(shape) > 0;
}

/** An exchange pays, for itself or in one transaction for many. */
export function isPaidByExchange({ inputOwners }: TransactionShape, know: CoinJoinKnowledge): boolean {
  for (const owner of inputOwners) if (know.isExchange(owner)) return true;
  return false;
}

/**
 * Stonewall: 3 or 4 outputs of which two are equal. Samourai makes it look like a CoinJoin of two, with one wallet or two; nothing in it
 * tells which, nor from a payment.
 */
export function isStonewall({ outputs, common }: TransactionShape): boolean {
  return (outputs.length === 3 || outputs.length === 4) && common.count === 2;
}

/** Equal payouts and one change: an airdrop, or a split of one's own coins. */
export function isEqualPayout({ outputs, common }: TransactionShape): boolean {
  return common.count > 2 && outputs.length - common.count <= 1;
}

/**
 * Owners of inputs and outputs that are not of the type that most inputs have. The wallets of a round are of one kind, but for a
 * destination that its payer did not choose.
 */
export function strangers({ inputOwners, outputs }: TransactionShape): {
  readonly inputs: number;
  readonly outputs: number;
} {
  const types = new Map<ScriptType, number>();
  for (const owner of inputOwners) {
    const type = scriptType(owner);
    types.set(type, (types.get(type) ?? 0) + 1);
  }
  const [most] = [...types].sort((a, b) => b[1] - a[1]);
  if (most === undefined) return { inputs: 0, outputs: 0 };
  return {
    inputs: inputOwners.size - most[1],
    outputs: outputs.filter(({ owner }) => scriptType(owner) !== most[0]).length,
  };
}

function returned({ inputOwners, outputs }: TransactionShape): number {
  return outputs.filter(({ owner }) => inputOwners.has(owner)).length;
}
