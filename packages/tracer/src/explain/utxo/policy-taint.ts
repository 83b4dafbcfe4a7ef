import {
  accountId,
  assetId,
  type Coin,
  type Hash,
  InputError,
  type Leg,
  NO_ADDRESS,
  PLACE_UNKNOWN,
  splitCoin,
  TRANSFER_KINDS,
  type TransactionFact,
  UTXO_POLICIES,
} from '@fundtrail/core';
import { createReplay } from '@fundtrail/ledger';
import { inputsIn, isAmountKnown, outputsIn } from './legs.ts';
import type { TaintByPolicy } from './utxo-explanation.ts';

/**
 * What the ledger makes of a transaction whose inputs at these places spend wholly stolen coins, and all others clean ones: a replay of
 * the coins' making, in which they are the theft, and of the transaction. Without labels: no trail ends in it.
 * @throws InputError where the amount of an input is not known: shares of unknown sums cannot be told
 */
export function policyTaint(fact: TransactionFact, marked: readonly number[]): TaintByPolicy {
  const inputs = inputsIn(fact);
  requireAmounts(fact, inputs);
  const { chain } = fact;
  const stolen = marked.flatMap((place) => inputs[place] ?? []);
  const outputs = outputsIn(fact);
  const replay = createReplay({
    policies: UTXO_POLICIES,
    seeds: stolen.map((leg) => ({
      kind: 'transaction',
      chain,
      hash: makerOf(leg.from),
      account: accountId(chain, leg.from),
    })),
    open: new Set(
      [...stolen.map(({ from }) => from), ...outputs.map(({ to }) => to)].map((coin) => accountId(chain, coin)),
    ),
    stopOf: () => undefined,
    isCode: () => false,
    floors: undefined,
    maxHops: 1,
  });
  for (const maker of makersOf(fact, stolen)) replay.apply(maker);
  replay.apply(fact);
  const { accounts, totals } = replay.result();
  const received = new Map(accounts.map(({ account, received }) => [account, received]));
  const native = assetId(chain, 'native');
  return Object.fromEntries(
    UTXO_POLICIES.map((policy, p) => [
      policy,
      {
        outputs: outputs.map(({ to }) => (received.get(accountId(chain, to))?.[p] ?? 0n).toString()),
        fee: policy === 'poison' ? null : (totals[p]?.tainted.get('fee')?.get(native) ?? 0n).toString(),
      },
    ]),
  );
}

/** The transactions that made stolen coins, each as far as it made these. */
function makersOf(fact: TransactionFact, stolen: readonly Leg[]): readonly TransactionFact[] {
  const makers = new Map<string, Leg[]>();
  for (const { from, amount, owner } of stolen) {
    const hash = makerOf(from);
    const legs = makers.get(hash) ?? [];
    makers.set(hash, legs);
    legs.push({
      id: `out:${splitCoin(from)?.place ?? 0}`,
      kind: 'output',
      from: NO_ADDRESS,
      to: from,
      asset: 'native',
      amount,
      ...(owner === undefined ? {} : { owner }),
    });
  }
  return [...makers].map(([hash, legs]) => ({
    chain: fact.chain,
    hash,
    block: fact.block,
    index: PLACE_UNKNOWN,
    time: fact.time,
    success: true,
    legs,
    whole: TRANSFER_KINDS,
  }));
}

function makerOf(coin: Coin): Hash {
  return splitCoin(coin)?.tx ?? coin;
}

function requireAmounts(fact: TransactionFact, inputs: readonly Leg[]): void {
  const place = inputs.findIndex((leg) => !isAmountKnown(fact, leg));
  if (place < 0) return;
  throw new InputError(
    'is missing: what of the outputs is stolen cannot be told without the amount of every input',
    { field: `vin[${place}].prevout` },
    { remedy: 'Give the transaction with the outputs that it spends, as Esplora answers GET /tx/:txid.' },
  );
}
