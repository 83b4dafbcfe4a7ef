import type { Attribution } from '@fundtrail/attribution';
import {
  type Account,
  type AccountId,
  type AssetId,
  accountId,
  assetId,
  type BalanceFact,
  isUtxo,
  splitAccountId,
} from '@fundtrail/core';
import type { LedgerSeed } from '@fundtrail/ledger';
import type { CaseRow, OpenAccount, WholeTransaction } from '@fundtrail/store';
import { type RunCrossings, startCrossings } from '../crossings/run-crossings.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { balanceItem } from '../jobs.ts';
import type { KnowledgeMemory } from '../load-knowledge.ts';
import type { PriceBook } from '../price-book.ts';
import { ledgerSeed, readLimits, readPolicies } from '../stored-case.ts';
import type { CaseReach } from './case-reach.ts';
import { type ChainRuns, createChainRuns } from './chain-runs.ts';
import { floorsOf } from './floors.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';
import { type CaseReplay, type CaseReplayInput, replayCase, seedAccounts, seedChains } from './replay-case.ts';

/** What one settle works on; `open` grows as waves pass. */
export type Run = {
  readonly row: CaseRow;
  readonly seeds: readonly LedgerSeed[];
  readonly open: Map<AccountId, OpenAccount>;
  readonly whole: ReadonlyMap<string, WholeTransaction>;
  /** What accounts of the case were seen to hold. */
  balances: readonly BalanceFact[];
  /** Every balance that the case wanted, whatever came of it, unless it was told and taken back; see `balanceItem`. */
  readonly balancesAsked: ReadonlySet<string>;
  /** Tokens of which some holder's balance was looked at, other than its opening balance. */
  readonly tokensProbed: ReadonlySet<AssetId>;
  readonly prices: PriceBook;
  readonly chains: ChainRuns;
  readonly crossings: RunCrossings;
  readonly floors: ReadonlyMap<AssetId, bigint>;
  readonly attribution: Attribution;
  /**
   * Equal for two runs whose replays can only differ by later facts and by accounts that were opened in between; changes of
   * what is known of accounts are found by the ledger itself.
   */
  readonly premises: string;
  knowledge: Knowledge;
  /** Takes in what the open set has become. */
  refresh(): Promise<void>;
};

/** What is kept from one settle to the next: of all cases, and of this one. */
export type RunMemory = {
  readonly knowledge: KnowledgeMemory;
  readonly reach: CaseReach;
  readonly arrivals?: RunCrossings['arrivals'];
};

export async function startRun(deps: TracerDependencies, memory: RunMemory, row: CaseRow): Promise<Run> {
  const seeds = (await deps.cases.seeds(row.id)).map(ledgerSeed);
  const open = new Map((await deps.cases.accounts(row.id)).map((entry) => [entry.account, entry]));
  const whole = await deps.cases.transactions(row.id);
  const { attribution, prices, version } = await memory.knowledge.load(row);
  const chains = createChainRuns(deps, memory.reach, row, open);
  const know = (): Promise<void> =>
    chains.know([...seedChains(seeds), ...[...open.keys()].map((account) => splitAccountId(account).chain)]);
  await know();
  const asked = await deps.cases.balances(row.id);
  const balances = async (): Promise<readonly BalanceFact[]> => {
    const tellsBalances = ({ chain }: Account): boolean => chains.of(chain).source?.balance !== undefined;
    const accounts = accountsIn(open).filter(tellsBalances);
    if (accounts.length === 0) return [];
    const known = await deps.facts.balancesOf(row.space, accounts);
    return [...known.values()].flat();
  };
  const seen = await balances();
  const stored = new Set(
    seen.map(({ chain, address, asset, block }) => balanceItem({ account: accountId(chain, address), asset, block })),
  );
  const knowledge = async (): Promise<Knowledge> => {
    const accounts = accountsIn(open);
    const contracts: ReadonlySet<AccountId> =
      accounts.length === 0 ? new Set() : await deps.facts.contractsSeenIn(row.space, accounts);
    return createKnowledge({ attribution, contracts, accounts: open.values(), seeds: seedAccounts(seeds) });
  };
  const run: Run = {
    row,
    seeds,
    open,
    whole: new Map(whole.map((entry) => [`${entry.chain}:${entry.hash}`, entry])),
    balances: seen,
    balancesAsked: new Set(
      asked.filter((entry) => entry.state !== 'covered' || stored.has(balanceItem(entry))).map(balanceItem),
    ),
    tokensProbed: new Set(
      asked
        .filter(({ account, block }) => block !== (open.get(account)?.firstBlock ?? 0) - 1)
        .map(({ account, asset }) => assetId(splitAccountId(account).chain, asset)),
    ),
    prices,
    attribution,
    chains,
    crossings: await startCrossings(deps, row, memory.arrivals),
    premises: premisesOf(`${version} ${await takenBack(deps, row, chains)}`, seeds, whole),
    floors: new Map(),
    knowledge: await knowledge(),
    refresh: async () => {
      await know();
      run.knowledge = await knowledge();
      run.balances = await balances();
    },
  };
  const known = row.floors === null ? new Map<AssetId, bigint>() : readFloors(row.floors);
  // Seeds that were added since may have stolen what nothing was stolen of before; other floors stay as they are.
  const isComplete = row.floors !== null && seeds.length <= (row.counts.seeds ?? seeds.length);
  const floors = isComplete ? known : new Map([...(await firstFloors(deps, run)), ...known]);
  return Object.assign(run, { floors });
}

/** Accounts of the open set that may be code, or tell balances: coins, which are many, never do. */
function accountsIn(open: ReadonlyMap<AccountId, OpenAccount>): readonly Account[] {
  return [...open.keys()].filter((account) => !isUtxo(account)).map(splitAccountId);
}

/** Replays with the given open set, from the start or on from a base. */
export function replayOpen(
  deps: TracerDependencies,
  run: Run,
  open: ReadonlySet<AccountId>,
  floors: ReadonlyMap<AssetId, bigint> | undefined,
  place: Pick<CaseReplayInput, 'from' | 'keep'> = {},
): Promise<CaseReplay> {
  const limits = readLimits(run.row);
  return replayCase({
    row: run.row,
    facts: deps.facts,
    accounts: new Set([...open, ...seedAccounts(run.seeds)]),
    options: {
      policies: readPolicies(run.row),
      seeds: run.seeds,
      open,
      stopOf: run.knowledge.stopOf,
      isCode: run.knowledge.isCode,
      mixOf: run.knowledge.mixOf,
      floors,
      maxHops: limits.maxHops,
      maxCoins: limits.maxAccounts ?? undefined,
      priceOf: run.prices.priceOf,
    },
    until: limits.until,
    upTo: (chain) => run.chains.of(chain).upTo,
    book: run.crossings.book,
    transactions: [...run.crossings.arrivals.values()],
    balances: run.balances,
    signal: deps.context.signal,
    ...place,
  });
}

/** The floor is a share of what the seeds' own rows show as stolen, under the lead policy, and stays with the case. */
async function firstFloors(deps: TracerDependencies, run: Run): Promise<ReadonlyMap<AssetId, bigint>> {
  const replay = await replayOpen(deps, run, new Set(), undefined);
  const lead = replay.result.totals[0];
  if (lead === undefined) return new Map();
  return floorsOf(readLimits(run.row), replay.result.units, lead, run.prices, replay.theftTime);
}

/** The base of coins that are not followed may lie behind blocks that are not final: what is taken back, by whichever case, may reach before it. */
async function takenBack({ facts }: TracerDependencies, row: CaseRow, chains: ChainRuns): Promise<string> {
  return row.follow || !chains.all().some(({ chain }) => isUtxo(chain)) ? '' : facts.takenBackVersion();
}

function premisesOf(version: string, seeds: readonly LedgerSeed[], whole: readonly WholeTransaction[]): string {
  const states = whole.map(({ chain, hash, state }) => `${chain}:${hash}=${state}`).sort();
  return JSON.stringify([version, seeds, states], (_name, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}

function readFloors(stored: Readonly<Record<string, string>>): ReadonlyMap<AssetId, bigint> {
  return new Map(Object.entries(stored).map(([asset, floor]) => [asset, BigInt(floor)]));
}
