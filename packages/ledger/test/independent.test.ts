import { formatShare, type Label, type Policy, type Share, shareOf, splitAccountId } from '@fundtrail/core';
import { type ReferencePolicy, referenceLedger } from '@fundtrail/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Flow, type LedgerResult, type ReplayOptions, runWaves } from '../src/index.ts';
import { addressOf, CHAIN, idOf, optionsOf, ZERO } from './facts.ts';
import { RUNS, type World, world } from './worlds.ts';

const SHARES: readonly Share[] = [
  { numerator: 0n, denominator: 1n },
  { numerator: 1n, denominator: 100n },
  { numerator: 1n, denominator: 10n },
];

/**
 * Where an asset of few units rounded taint away and origin is left (T = 0, O > 0), the ledger lets it leave pro rata to the
 * balance, as defined, and the reference to its lot: these two are compared by the golden vectors and the made cases.
 */
const ORDERED: ReadonlySet<Policy> = new Set(['fifo', 'lifo']);

/** No limit here: how far a contract that was met before lies is said differently by the two. */
const MAX_HOPS = 40;

/** What the ledger is told of accounts, as labels: the reference knows nothing else. */
const CATEGORIES: Readonly<Record<string, string>> = {
  P1: 'dex',
  P2: 'dex',
  P3: 'router',
  WETH: 'contract',
  X: 'exchange',
  M: 'mixer',
  U: 'hub',
};
const LABELS: readonly Label[] = Object.entries(CATEGORIES).map(([name, category]) => ({
  ...splitAccountId(idOf(name)),
  entity: name,
  category,
  confidence: 90,
  source: 'world',
}));

describe('the ledger and an independent one', () => {
  for (const share of SHARES) {
    it(`say the same of any world, to the last unit, floor ${formatShare(share)}`, () => {
      const checked = fc.check(
        fc.property(world.map(defined), (made) => differences(made, share).length === 0),
        RUNS,
      );
      const [made] = checked.counterexample ?? [];
      if (made !== undefined)
        expect.fail(`seed ${checked.seed}\n${[...tell(made), ...differences(made, share)].join('\n')}`);
      expect(checked.failed).toBe(false);
    });
  }
});

/** Legs of a transaction beside its fee: with more, several conversions cross, and their order is each ledger's own. */
const MAX_LEGS = 3;

/**
 * Worlds in which the definition leaves nothing open. Where a seed with an amount meets another seed, nothing says which of
 * the two counts a receipt first; where several conversions cross in one transaction, nothing says which comes first.
 */
function defined({ world: made, transactions }: World): World {
  const { seeds = [] } = made;
  const alone = seeds.length === 1 ? seeds : seeds.filter((seed) => !('amount' in seed));
  const simple = transactions.map((fact) => {
    const fees = fact.legs.filter((leg) => leg.kind === 'fee');
    return { ...fact, legs: [...fees, ...fact.legs.filter((leg) => leg.kind !== 'fee').slice(0, MAX_LEGS)] };
  });
  return { world: { ...made, seeds: alone.length === 0 ? seeds.slice(0, 1) : alone }, transactions: simple };
}

/** What one says and the other does not, a line each; of a kind of total, an account or a flow that differs, both. */
function differences(made: World, share: Share): readonly string[] {
  const { result, flows } = run(made, share);
  const { policies = [], seeds = [], priceOf } = made.world;
  const reference = referenceLedger({
    transactions: made.transactions,
    seeds,
    labels: LABELS,
    policies,
    floor: share,
    maxHops: MAX_HOPS,
    ...(priceOf === undefined ? {} : { priceOf }),
  });
  return result.totals.flatMap(({ policy }, place) => {
    if (ORDERED.has(policy)) return [];
    const expected = reference.policies.get(policy);
    if (expected === undefined) return [`the reference lacks ${policy}`];
    // Poison flags and conserves nothing: which flows it flags is all it says.
    const counts = (line: string): boolean => policy !== 'poison' || line.startsWith('flow');
    const ours = linesOfLedger(result, flows, place).filter(counts);
    const theirs = linesOfReference(expected).filter(counts);
    return [
      ...ours.filter((line) => !theirs.includes(line)).map((line) => `${policy} ledger    ${shorten(line)}`),
      ...theirs.filter((line) => !ours.includes(line)).map((line) => `${policy} reference ${shorten(line)}`),
    ];
  });
}

/** A world as a person reads it: seeds, then a line per transaction. */
function tell({ world: made, transactions }: World): readonly string[] {
  const options = `policies ${made.policies?.join()} ${made.priceOf === undefined ? 'unpriced' : 'priced'}`;
  const seeds =
    made.seeds?.map((seed) =>
      shorten(JSON.stringify(seed, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))),
    ) ?? [];
  const rows = transactions.map((fact) =>
    shorten(
      `${fact.block}${fact.success ? '' : ' failed'}: ${fact.legs.map((leg) => `${leg.from}>${leg.to} ${leg.amount} ${leg.asset}${leg.kind === 'native' || leg.kind === 'token' ? '' : ` ${leg.kind}`}`).join(', ')}`,
    ),
  );
  return [options, ...seeds, ...rows];
}

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'P1', 'P2', 'P3', 'X', 'M', 'U', 'WETH', 'USDC', 'DAI'];

function shorten(text: string): string {
  const named = NAMES.reduce((short, name) => short.replaceAll(addressOf(name), name), text.replaceAll(ZERO, '0'));
  return named
    .replaceAll('eip155:1:', '')
    .replaceAll('eip155:1/erc20:', '')
    .replaceAll('eip155:1/slip44:60', 'ETH')
    .replace(/0x0{50,}/g, '#');
}

function run({ world: made, transactions }: World, share: Share): { result: LedgerResult; flows: readonly Flow[] } {
  const flows: Flow[] = [];
  const stops = { X: 'exchange', M: 'mixer', U: 'hub' } as const;
  const options: ReplayOptions = { ...optionsOf({ ...made, stops }), floors: undefined, maxHops: MAX_HOPS };
  const first = runWaves(options, () => transactions).replay.result();
  const lead = first.totals[0]?.stolen ?? [];
  const floors = new Map(first.units.map((unit, place) => [unit, shareOf(share, lead[place] ?? 0n)]));
  const { replay } = runWaves({ ...options, floors, onFlow: (flow) => flows.push(flow) }, () => transactions);
  return { result: replay.result(), flows };
}

function linesOfLedger(result: LedgerResult, flows: readonly Flow[], policy: number): readonly string[] {
  const { origin, tainted } = result.totals[policy] ?? { origin: new Map(), tainted: new Map() };
  const perUnit = (amounts: readonly bigint[]): string =>
    perAsset(new Map(amounts.map((amount, unit) => [result.units[unit] ?? '', amount])));
  return telling([
    ...[...origin].map(([kind, amounts]) => ['origin', kind, perUnit(amounts)]),
    ...[...tainted].map(([kind, assets]) => ['tainted', kind, perAsset(assets)]),
    ...result.accounts.map((row) => [
      'account',
      place(row.account, row.asset),
      row.asset,
      amounts(row.received[policy], perUnit(row.originReceived[policy] ?? [])),
    ]),
    ...flows.map((flow) => [
      'flow',
      flow.tx,
      flow.from,
      place(flow.to, flow.asset),
      flow.asset,
      `${flow.amount}`,
      amounts(flow.tainted[policy], perUnit(flow.origin[policy] ?? [])),
    ]),
  ]);
}

function linesOfReference({ origin, tainted, accounts, flows }: ReferencePolicy): readonly string[] {
  return telling([
    ...[...origin].map(([kind, amounts]) => ['origin', kind, perAsset(amounts)]),
    ...[...tainted].map(([kind, assets]) => ['tainted', kind, perAsset(assets)]),
    ...[...accounts.values()].map((row) => [
      'account',
      place(row.account, row.asset),
      row.asset,
      amounts(row.received, perAsset(row.originReceived)),
    ]),
    ...flows.map((flow) => [
      'flow',
      flow.tx,
      flow.from,
      place(flow.to, flow.asset),
      flow.asset,
      `${flow.amount}`,
      amounts(flow.tainted, perAsset(flow.origin)),
    ]),
  ]);
}

/** What is burnt ends at the zero address as the chain says it, or at the token's contract as netting sees it: one place. */
function place(account: string, asset: string): string {
  const contract = `${CHAIN}:${asset.slice(asset.lastIndexOf(':') + 1)}`;
  return account === contract || (account === idOf(ZERO) && asset.includes('erc20')) ? 'issuer' : account;
}

function amounts(tainted: bigint | undefined, origin: string): string {
  return tainted === 0n && origin === '' ? '' : `tainted ${tainted} of ${origin}`;
}

/** Lines that say something: the last part is not empty. */
function telling(lines: readonly (readonly string[])[]): readonly string[] {
  return lines.filter((parts) => parts.at(-1) !== '').map((parts) => parts.join(' '));
}

function perAsset(amounts: ReadonlyMap<string, bigint>): string {
  return [...amounts]
    .map(([asset, amount]) => (amount === 0n ? '' : `${amount} ${asset}`))
    .filter((text) => text !== '')
    .sort()
    .join(' + ');
}
