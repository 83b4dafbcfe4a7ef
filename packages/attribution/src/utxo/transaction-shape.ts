import { type Address, type Leg, scriptType, type TransactionFact } from '@fundtrail/core';

/** An output that can be spent. `place`: where it stands among all outputs, those with data counted. */
export type ShapeOutput = { readonly place: number; readonly amount: bigint; readonly owner: Address };

/** The amount that most outputs have, and how many. */
export type CommonAmount = { readonly amount: bigint; readonly count: number };

/** What of a UTXO transaction its recognition looks at, computed once. */
export type TransactionShape = {
  readonly inputs: readonly Leg[];
  /** Without those that carry data (OP_RETURN), in the transaction's order. */
  readonly outputs: readonly ShapeOutput[];
  /** Scripts of the outputs that carry data. */
  readonly data: readonly Address[];
  /** Owners of the inputs, where known. */
  readonly inputOwners: ReadonlySet<Address>;
  readonly outputOwners: ReadonlySet<Address>;
  /** Whether amount and owner of every input are known. */
  readonly whole: boolean;
  /** How many outputs have an amount. */
  readonly counts: ReadonlyMap<bigint, number>;
  /** Of equally common amounts the larger; count 0 without outputs. */
  readonly common: CommonAmount;
};

/** The shape of a transaction of a UTXO chain; one of an account chain has neither inputs nor outputs. */
export function shapeOf(fact: TransactionFact): TransactionShape {
  const inputs: Leg[] = [];
  const outputs: ShapeOutput[] = [];
  const data: Address[] = [];
  const inputOwners = new Set<Address>();
  const outputOwners = new Set<Address>();
  const counts = new Map<bigint, number>();
  let place = 0;
  for (const leg of fact.legs) {
    if (leg.kind === 'input') {
      inputs.push(leg);
      if (leg.owner !== undefined) inputOwners.add(leg.owner);
    } else if (leg.kind === 'output') {
      const { amount, owner = '0x' } = leg;
      if (scriptType(owner) === 'data') data.push(owner);
      else {
        outputs.push({ place, amount, owner });
        outputOwners.add(owner);
        counts.set(amount, (counts.get(amount) ?? 0) + 1);
      }
      place += 1;
    }
  }
  return {
    inputs,
    outputs,
    data,
    inputOwners,
    outputOwners,
    whole: fact.whole.length > 0,
    counts,
    common: commonOf(counts),
  };
}

export function sumOf(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((sum, part) => sum + part.amount, 0n);
}

function commonOf(counts: ReadonlyMap<bigint, number>): CommonAmount {
  let common: CommonAmount = { amount: 0n, count: 0 };
  for (const [amount, count] of counts) {
    if (count > common.count || (count === common.count && amount > common.amount)) common = { amount, count };
  }
  return common;
}
