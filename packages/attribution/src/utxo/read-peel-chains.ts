import { type Address, type Coin, coinOf, type Hash, type TransactionFact } from '@fundtrail/core';
import { hasPeelShape } from './peel-shape.ts';
import { type ShapeOutput, shapeOf, type TransactionShape } from './transaction-shape.ts';

/** What one transaction of a chain took off, in base units. */
export type Peel = { readonly tx: Hash; readonly place: number; readonly owner: Address; readonly amount: bigint };

/** A large coin that loses a piece at each step: the usual way to cash out on UTXO chains. */
export type PeelChain = {
  readonly start: Hash;
  readonly end: Hash;
  /** Transactions in it. */
  readonly hops: number;
  /** In order, one for each transaction. */
  readonly peels: readonly Peel[];
  /** Sum of the peels, in base units. */
  readonly peeled: bigint;
  /** The coin that the last step left. */
  readonly left: { readonly coin: Coin; readonly amount: bigint };
};

/** Two payments in a row are everyday; from three on the form is one's way of spending. */
const FEWEST_HOPS = 3;

type Step = {
  readonly fact: TransactionFact;
  readonly shape: TransactionShape;
  next: Step | undefined;
  kept: ShapeOutput | undefined;
};

/**
 * Finds the peeling chains among transactions of a trail, in the trail's order: each has the form of a peel and spends the larger
 * of the two coins that the one before made.
 */
export function readPeelChains(facts: Iterable<TransactionFact>): readonly PeelChain[] {
  const steps: Step[] = [];
  const spenders = new Map<Coin, Step>();
  for (const fact of facts) {
    const shape = shapeOf(fact);
    if (!hasPeelShape(shape)) continue;
    const step: Step = { fact, shape, next: undefined, kept: undefined };
    steps.push(step);
    for (const { from } of shape.inputs) spenders.set(from, step);
  }
  const continued = new Set<Step>();
  for (const step of steps) {
    const kept = largerOf(step.shape);
    const next = kept === undefined ? undefined : spenders.get(coinOf(step.fact.hash, kept.place));
    step.kept = kept;
    if (next === undefined || next === step || continued.has(next)) continue;
    step.next = next;
    continued.add(next);
  }
  return steps.flatMap((step) => (continued.has(step) ? [] : chainFrom(step)));
}

function chainFrom(start: Step): readonly PeelChain[] {
  const chain: Step[] = [];
  for (let step: Step | undefined = start; step !== undefined; step = step.next) chain.push(step);
  const last = chain.at(-1);
  if (last?.kept === undefined || chain.length < FEWEST_HOPS) return [];
  const peels = chain.flatMap(({ fact, shape, kept }) =>
    shape.outputs
      .filter(({ place }) => place !== kept?.place)
      .map(({ place, owner, amount }) => ({ tx: fact.hash, place, owner, amount })),
  );
  return [
    {
      start: start.fact.hash,
      end: last.fact.hash,
      hops: chain.length,
      peels,
      peeled: peels.reduce((sum, { amount }) => sum + amount, 0n),
      left: { coin: coinOf(last.fact.hash, last.kept.place), amount: last.kept.amount },
    },
  ];
}

/** None of two equal ones. */
function largerOf({ outputs }: TransactionShape): ShapeOutput | undefined {
  const [a, b] = outputs;
  if (a === undefined || b === undefined || a.amount === b.amount) return undefined;
  return a.amount > b.amount ? a : b;
}
