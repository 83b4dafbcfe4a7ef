import {
  ACCOUNT_POLICIES,
  type AccountId,
  type Address,
  type AssetId,
  type AssetRef,
  accountId,
  assetId,
  type Leg,
  type LegKind,
  type TransactionFact,
} from '@fundtrail/core';
import { type Flow, type LedgerResult, type ReplayOptions, runWaves, type Stop } from '../src/index.ts';

export const CHAIN = 'eip155:1';
export const ZERO = `0x${'0'.repeat(40)}`;

/** An address for a short name of test's own: its letters as hex. */
export function addressOf(name: string): Address {
  if (name.startsWith('0x')) return name;
  return `0x${Buffer.from(name).toString('hex').padStart(40, 'a')}`;
}

export function idOf(name: string, chain = CHAIN): AccountId {
  return accountId(chain, addressOf(name));
}

export function assetRefOf(name: string): AssetRef {
  return name === 'ETH' ? 'native' : addressOf(name);
}

export function assetIdOf(name: string, chain = CHAIN): AssetId {
  return assetId(chain, assetRefOf(name));
}

export type LegText = readonly [from: string, to: string, asset: string, amount: bigint | number, kind?: LegKind];

export function legOf([from, to, asset, amount, kind]: LegText, place: number): Leg {
  return {
    id: `${place}`,
    kind: kind ?? (asset === 'ETH' ? 'native' : 'token'),
    from: addressOf(from),
    to: addressOf(to),
    asset: assetRefOf(asset),
    amount: BigInt(amount),
  };
}

/** A transaction at its own block; `at` is block and time. */
export function txOf(
  at: number,
  legs: readonly LegText[],
  more: Partial<Omit<TransactionFact, 'legs'>> = {},
): TransactionFact {
  return {
    chain: CHAIN,
    hash: `0x${at.toString(16).padStart(64, '0')}`,
    block: at,
    index: 0,
    time: at * 12,
    success: true,
    whole: ['native', 'internal', 'token'],
    ...more,
    legs: legs.map(legOf),
  };
}

export type WorldOptions = Partial<Omit<ReplayOptions, 'stopOf' | 'isCode' | 'floors'>> & {
  readonly code?: readonly string[];
  readonly stops?: Readonly<Record<string, Stop['kind']>>;
  readonly floors?: Readonly<Record<string, bigint>> | undefined;
};

/** Options for short names; without `floors`, every asset named ETH or with three to four letters has floor 0. */
export function optionsOf(world: WorldOptions): ReplayOptions {
  const { code = [], stops = {}, floors, ...rest } = world;
  const codes = new Set(code.map((name) => idOf(name)));
  const stopById = new Map(Object.entries(stops).map(([name, kind]) => [idOf(name), kind]));
  return {
    policies: ACCOUNT_POLICIES,
    seeds: [],
    open: new Set(),
    maxHops: 40,
    ...rest,
    floors: floorsOf(floors),
    isCode: (id) => codes.has(id),
    stopOf(id) {
      const kind = stopById.get(id);
      return kind === undefined ? undefined : { kind, entity: 'someone', reason: 'labelled' };
    },
  };
}

function floorsOf(floors: Readonly<Record<string, bigint>> | undefined): ReadonlyMap<AssetId, bigint> {
  const given = floors ?? Object.fromEntries(['ETH', 'USDC', 'WETH', 'DAI', 'LP', 'WBTC'].map((name) => [name, 0n]));
  return new Map(Object.entries(given).map(([name, floor]) => [assetIdOf(name), floor]));
}

/** Runs waves over facts that are all in memory. */
export function play(
  world: WorldOptions,
  transactions: readonly TransactionFact[],
): {
  readonly result: LedgerResult;
  readonly flows: readonly Flow[];
  readonly waves: number;
  readonly open: ReadonlySet<string>;
} {
  const flows: Flow[] = [];
  const options = { ...optionsOf(world), onFlow: (flow: Flow) => void flows.push(flow) };
  const run = runWaves(options, () => transactions);
  return { result: run.replay.result(), flows, waves: run.waves, open: run.open };
}
