import { type Label, type Share, shareOf, splitAccountId } from '@fundtrail/core';
import { type ReferencePolicy, referenceLedger } from '@fundtrail/testkit';
import { type Flow, type LedgerResult, type ReplayOptions, runWaves } from '../src/index.ts';
import { CHAIN, idOf, optionsOf, ZERO } from './facts.ts';
import type { World } from './worlds.ts';

/** What the ledger is told of accounts by its options, as labels: the reference knows nothing else of them. */
const CATEGORIES: Readonly<Record<string, string>> = {
  P1: 'dex',
  P2: 'dex',
  P3: 'router',
  WETH: 'contract',
  X: 'exchange',
  M: 'mixer',
  U: 'hub',
};
const STOPS = { X: 'exchange', M: 'mixer', U: 'hub' } as const;
const LABELS: readonly Label[] = Object.entries(CATEGORIES).map(([name, category]) => ({
  ...splitAccountId(idOf(name)),
  entity: name,
  category,
  confidence: 90,
  source: 'world',
}));

/** Lines of a sum that closes. */
const CONSERVED = /^(?:stolen|origin) /;

/**
 * What the ledger says of a world and an independent ledger does not, and the other way round, a line each: stolen amounts,
 * totals by kind, what each account received and holds, every flow with its legs, in order. Poison conserves nothing: it only
 * flags, so what it calls stolen is not compared, nor, where seeds name an account, how much of that it received.
 */
export function differences(made: World, share: Share): readonly string[] {
  const { result, flows } = replay(made, share);
  const { policies = [], seeds = [], maxHops = 40, priceOf } = made.world;
  const reference = referenceLedger({
    transactions: made.transactions,
    seeds,
    labels: LABELS,
    policies,
    floor: share,
    maxHops,
    ...(priceOf === undefined ? {} : { priceOf }),
  });
  const ofSeeds = seeds.flatMap(({ account }) => (account === undefined ? [] : [`${account} of `]));
  const isStolen = (line: string): boolean =>
    CONSERVED.test(line) || (line.includes(' received ') && ofSeeds.some((start) => line.startsWith(start)));
  return policies.flatMap((policy, place) => {
    const expected = reference.policies.get(policy);
    if (expected === undefined) return [`the reference lacks ${policy}`];
    const counts = (line: string): boolean => policy !== 'poison' || !isStolen(line);
    const ours = linesOfLedger(result, flows, place).filter(counts);
    const theirs = linesOfReference(expected).filter(counts);
    return [
      ...without(ours, theirs).map((line) => `${policy} ledger    ${line}`),
      ...without(theirs, ours).map((line) => `${policy} reference ${line}`),
    ];
  });
}

function replay({ world, transactions }: World, share: Share): { result: LedgerResult; flows: readonly Flow[] } {
  const flows: Flow[] = [];
  const options: ReplayOptions = { ...optionsOf({ ...world, stops: STOPS }), floors: undefined };
  // A floor is a share of what is stolen, which the seeds' own rows tell.
  const first = runWaves(options, () => transactions).replay.result();
  const stolen = first.totals[0]?.stolen ?? [];
  const floors = new Map(first.units.map((unit, place) => [unit, shareOf(share, stolen[place] ?? 0n)]));
  const run = runWaves({ ...options, floors, onFlow: (flow) => flows.push(flow) }, () => transactions);
  return { result: run.replay.result(), flows };
}

function linesOfLedger({ units, totals, accounts }: LedgerResult, flows: readonly Flow[], p: number): string[] {
  const { stolen = [], origin = new Map(), tainted = new Map() } = totals[p] ?? {};
  const perUnit = (amounts: readonly bigint[] = []): string =>
    perAsset(new Map(amounts.map((amount, unit) => [units[unit] ?? '', amount])));
  return [
    told('stolen', perUnit(stolen)),
    ...[...origin].map(([kind, amounts]) => told(`origin ${kind}`, perUnit(amounts))),
    ...[...tainted].map(([kind, assets]) => told(`tainted ${kind}`, perAsset(assets))),
    ...accounts.flatMap((row) => [
      told(`${receiver(row)} received`, amounts(row.received[p], perUnit(row.originReceived[p]))),
      ...(row.kind === 'resting'
        ? [told(`${receiver(row)} holds`, amounts(row.resting[p], perUnit(row.originResting[p])))]
        : []),
    ]),
    ...flowLines(flows.map((flow) => ({ ...flow, carried: amounts(flow.tainted[p], perUnit(flow.origin[p])) }))),
  ].filter((line) => line !== '');
}

function linesOfReference({ stolen, origin, tainted, accounts, flows }: ReferencePolicy): string[] {
  return [
    told('stolen', perAsset(stolen)),
    ...[...origin].map(([kind, amounts]) => told(`origin ${kind}`, perAsset(amounts))),
    ...[...tainted].map(([kind, assets]) => told(`tainted ${kind}`, perAsset(assets))),
    ...[...accounts.values()].flatMap((row) => [
      told(`${receiver(row)} received`, amounts(row.received, perAsset(row.originReceived))),
      ...(row.kind === 'resting'
        ? [told(`${receiver(row)} holds`, amounts(row.resting, perAsset(row.originResting)))]
        : []),
    ]),
    ...flowLines(flows.map((flow) => ({ ...flow, carried: amounts(flow.tainted, perAsset(flow.origin)) }))),
  ].filter((line) => line !== '');
}

type FlowLine = Pick<Flow, 'tx' | 'from' | 'to' | 'asset' | 'amount' | 'legs'> & { readonly carried: string };

/** Flows that carry something, counted within their transaction. */
function flowLines(flows: readonly FlowLine[]): readonly string[] {
  const seen = new Map<string, number>();
  return flows
    .filter(({ carried }) => carried !== '')
    .map(({ tx, from, to, asset, amount, legs, carried }) => {
      const place = seen.get(tx) ?? 0;
      seen.set(tx, place + 1);
      const way = `${from} > ${burnt(to, asset)} ${amount} ${asset}`;
      return `flow ${place} of block ${BigInt(tx)}: ${way} by ${legs.join('+')}, ${carried}`;
    });
}

/** A line that says something, or nothing. */
function told(what: string, amounts: string): string {
  return amounts === '' ? '' : `${what} ${amounts}`;
}

function receiver({ account, asset }: { readonly account: string; readonly asset: string }): string {
  return `${burnt(account, asset)} of ${asset}`;
}

/** What is burnt ends at the zero address as the chain says it, or at the token's contract as netting sees it: one place. */
function burnt(account: string, asset: string): string {
  const contract = `${CHAIN}:${asset.slice(asset.lastIndexOf(':') + 1)}`;
  return account === contract || (account === idOf(ZERO) && asset.includes('erc20')) ? 'issuer' : account;
}

function amounts(tainted: bigint | undefined, origin: string): string {
  return tainted === 0n && origin === '' ? '' : `tainted ${tainted} from ${origin}`;
}

function perAsset(amounts: ReadonlyMap<string, bigint>): string {
  return [...amounts]
    .flatMap(([asset, amount]) => (amount === 0n ? [] : [`${amount} ${asset}`]))
    .sort()
    .join(' + ');
}

/** `lines` less those of `others`, each as often as it stands there. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const place = left.indexOf(line);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
