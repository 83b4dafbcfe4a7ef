import type { TransactionFact } from '@fundtrail/core';
import { shapeOf, type TransactionShape } from '../transaction-shape.ts';
import { WHIRLPOOL_POOLS, type WhirlpoolPool } from './whirlpool-pools.ts';

/** What prepares coins for Whirlpool. Its outputs are followed as those of any other transaction: it mixes nothing. */
export type Tx0 = {
  readonly confidence: number;
  /** Size of the pool that the coins are for, in base units. */
  readonly denomination: bigint;
  /** Places of the outputs that will enter a mix. */
  readonly premix: readonly number[];
  /** Places of the others: the coordinator's fee and the change, which does not enter. */
  readonly others: readonly number[];
  readonly reason: string;
};

/** What a premix output has for the fee of its first mix: graphsense-lib. */
const LEAST_FEE_SHARE = 100n;
const MOST_FEE_SHARE = 110_000n;
/** As many premix outputs as Samourai made at most. */
const MOST_PREMIX = 70;
/** Fee, change, and a second change where two wallets made it. */
const MOST_OTHERS = 3;
/** Characters of the script of the one data output, `0x` counted: 64 bytes in one push, or 80. */
const DATA_CHARACTERS: readonly number[] = [134, 168];
/** The fee as a share of the pool's usual one, in percent: discounts and dearer times. */
const LEAST_FEE_PERCENT = 20n;
const MOST_FEE_PERCENT = 300n;
/** All 362 published ones, and two among 1,145 spends of mixed coins of which nobody says it. */
const CONFIDENCE = 90;

/** Recognises Whirlpool's Tx0: one data output of its length, equal outputs of slightly more than a pool's size, a fee and change. */
export function findTx0(fact: TransactionFact): Tx0 | undefined {
  return tx0Of(shapeOf(fact));
}

export function tx0Of(shape: TransactionShape): Tx0 | undefined {
  const [data = ''] = shape.data;
  if (shape.data.length !== 1 || !DATA_CHARACTERS.includes(data.length)) return undefined;
  for (const pool of WHIRLPOOL_POOLS) {
    const found = forPool(shape, pool);
    if (found !== undefined) return found;
  }
  return undefined;
}

function forPool({ outputs, counts }: TransactionShape, { denomination, fee }: WhirlpoolPool): Tx0 | undefined {
  const inRange = [...counts].filter(
    ([amount]) => amount >= denomination + LEAST_FEE_SHARE && amount <= denomination + MOST_FEE_SHARE,
  );
  const [most] = inRange.sort((a, b) => b[1] - a[1] || Number(b[0] - a[0]));
  if (most === undefined || most[1] > MOST_PREMIX || outputs.length - most[1] > MOST_OTHERS) return undefined;
  const premix = outputs.filter(({ amount }) => amount === most[0]).map(({ place }) => place);
  const others = outputs.filter(({ amount }) => amount !== most[0]);
  const paysFee = others.some(
    ({ amount }) => amount * 100n >= fee * LEAST_FEE_PERCENT && amount * 100n <= fee * MOST_FEE_PERCENT,
  );
  if (!paysFee) return undefined;
  return {
    confidence: CONFIDENCE,
    denomination,
    premix,
    others: others.map(({ place }) => place),
    reason: `${premix.length} outputs of ${most[0]} sat for the Whirlpool pool of ${denomination}, with its data output and fee`,
  };
}
