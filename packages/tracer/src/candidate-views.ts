import {
  type AssetRef,
  accountId,
  assetId,
  type BridgeLeg,
  type ChainId,
  type FactSpace,
  formatAccount,
  formatAsset,
  formatHash,
  type Hash,
  isTraceable,
} from '@fundtrail/core';
import type { DerivedCrossing, LinkCandidate } from '@fundtrail/store';
import { parseOwnKey } from './crossings/own-key.ts';
import { receiptNamed } from './crossings/receipts-of.ts';
import type { TracerDependencies } from './dependencies.ts';

/** A transaction that may be the other side of a movement: a guess. CAIP forms; `amount` in base units of `asset`. */
export type CandidateView = {
  readonly chain: string;
  readonly tx: string;
  readonly account: string | null;
  readonly asset: string;
  readonly amount: string;
  /** 0 to 1. */
  readonly score: number;
  /** In words. */
  readonly reasons: readonly string[];
};

type Deps = Pick<TracerDependencies, 'facts' | 'bridges'>;
type Got = { readonly account: string | undefined; readonly asset: AssetRef; readonly amount: bigint };
type TransactionName = { readonly chain: ChainId; readonly hash: Hash };

/** Guesses about crossings that wait and that nothing joins; those without are absent. */
export async function viewCandidates(
  deps: Deps,
  space: FactSpace,
  crossings: readonly DerivedCrossing[],
): Promise<ReadonlyMap<DerivedCrossing, readonly CandidateView[]>> {
  const waiting = crossings.filter(({ state, key }) => state === 'pending' && parseOwnKey(key) !== undefined);
  if (waiting.length === 0) return new Map();
  const { candidates } = deps.bridges.store;
  const found = await candidates.of(
    space,
    waiting.flatMap(({ source }) => placeOf(source) ?? []),
  );
  if (found.length === 0) return new Map();
  const got = await gotBy(deps, space, found);
  return new Map(
    waiting.map((crossing) => {
      const own = found.filter(({ source }) => isOf(source, crossing));
      return [crossing, own.flatMap((candidate) => viewCandidate(candidate, got(candidate)))];
    }),
  );
}

function placeOf({ chain, tx }: { readonly chain: string; readonly tx: string }): TransactionName | undefined {
  return isTraceable(chain) ? { chain, hash: tx } : undefined;
}

function isOf({ chain, tx, protocol, index }: LinkCandidate['source'], crossing: DerivedCrossing): boolean {
  const own = parseOwnKey(crossing.key);
  return crossing.protocol === protocol && own?.chain === chain && own.hash === tx && own.index === index;
}

/** What arrived by each guess: a leg of the protocol, or the movement that its evidence names. */
async function gotBy(
  { facts, bridges }: Deps,
  space: FactSpace,
  found: readonly LinkCandidate[],
): Promise<(candidate: LinkCandidate) => Got | undefined> {
  const names = new Map<string, TransactionName>();
  for (const { destination } of found) {
    const place = placeOf(destination);
    if (place !== undefined) names.set(`${place.chain}:${place.hash}`, place);
  }
  const transactions = [...names.values()];
  const legs = (await bridges.store.legsOf(space, transactions)).map(({ leg }) => leg);
  const stored = new Map<string, Parameters<typeof receiptNamed>[0]>();
  for await (const some of facts.readTransactions({ space, accounts: [], transactions }))
    for (const fact of some) stored.set(`${fact.chain}:${fact.hash}`, fact);
  return ({ destination }) => {
    const leg = legs.find((one) => isNamed(one, destination));
    if (leg?.asset !== undefined && leg.amount !== undefined)
      return { account: leg.toAccount, asset: leg.asset, amount: leg.amount };
    const fact = stored.get(`${destination.chain}:${destination.tx}`);
    const moved = fact === undefined ? undefined : receiptNamed(fact, destination.evidence);
    return moved === undefined ? undefined : { ...moved, account: moved.owner ?? moved.to };
  };
}

function isNamed(leg: BridgeLeg, named: LinkCandidate['destination']): boolean {
  const { chain, tx, protocol, evidence, index } = named;
  return (
    leg.chain === chain &&
    leg.tx === tx &&
    leg.protocol === protocol &&
    leg.evidence === evidence &&
    leg.index === index
  );
}

function viewCandidate({ destination, score, reasons }: LinkCandidate, got: Got | undefined): readonly CandidateView[] {
  const { chain, tx } = destination;
  if (got === undefined || !isTraceable(chain)) return [];
  return [
    {
      chain,
      tx: formatHash(tx, chain),
      account: got.account === undefined ? null : formatAccount(accountId(chain, got.account)),
      asset: formatAsset(assetId(chain, got.asset)),
      amount: got.amount.toString(),
      score,
      reasons,
    },
  ];
}
