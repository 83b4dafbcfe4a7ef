import {
  type Coin,
  type Coverage,
  formatAddress,
  type Spends,
  type SpendsRequest,
  type TransactionFact,
} from '@fundtrail/core';
import { largestGroup } from './agreement.ts';
import { isSameTransaction } from './canonical.ts';
import { askOne, candidates } from './failover.ts';
import { type Failed, joinFailures } from './failure.ts';
import type { Member } from './member.ts';
import { reachOf, SPENDS, type SpendsDeps } from './spends-question.ts';

/** What one member says of one coin. */
type CoinTold = { readonly member: Member; readonly coverage: Coverage; readonly spender: TransactionFact | undefined };

/**
 * What so many members as must agree say of coins. So many are asked at once, with all that they walk on to; the others only about coins on
 * which these fail or disagree. A coin on which too few agree is `unavailable`, and what they say differently recorded.
 * @throws SourceError where too few answered at all
 */
export async function readAgreedSpends(deps: SpendsDeps, request: SpendsRequest): Promise<Spends> {
  const { pool, quorum, members, heads } = deps;
  const left = [...candidates(heads.usable(members), SPENDS.kind)];
  const told = new Map<Coin, CoinTold[]>();
  const failures: Failed[] = [];
  let answered = 0;

  async function ask(member: Member, asked: SpendsRequest): Promise<void> {
    const answer = await askOne(member, {
      ...SPENDS,
      signal: request.signal,
      put: async (source) => source.spends?.(asked),
    });
    if ('error' in answer) failures.push(answer);
    if ('error' in answer || answer.value === undefined) return;
    answered += 1;
    for (const [coin, one] of viewOf(member, answer.value)) told.set(coin, [...(told.get(coin) ?? []), one]);
  }

  while (answered < quorum && left.length > 0) {
    const round = left.splice(0, quorum - answered);
    await Promise.all(round.map((member) => ask(member, request)));
  }
  if (answered < quorum) {
    const what = `${SPENDS.what} (${answered} of the ${quorum} providers that must agree on it answered)`;
    throw joinFailures(pool, failures, what);
  }
  const contested = [...told].filter(([, views]) => views.length >= quorum && agreeing(views).length < quorum);
  if (contested.length > 0 && left.length > 0) {
    const coins = contested.map(([coin, views]) => ({ coin, block: views[0]?.coverage.fromBlock ?? 0 }));
    const { onward, ...plain } = request;
    await Promise.all(left.map((member) => ask(member, { ...plain, coins, maxTransactions: coins.length })));
  }
  return agreed(deps, told, new Set(request.coins.map(({ coin }) => coin)));
}

async function agreed(
  { chain, quorum, pool, disputes }: SpendsDeps,
  told: ReadonlyMap<Coin, readonly CoinTold[]>,
  requested: ReadonlySet<Coin>,
): Promise<Spends> {
  const transactions = new Map<string, TransactionFact>();
  const coverage: Coverage[] = [];
  for (const [coin, views] of told) {
    const group = agreeing(views);
    const isDisputed = group.length < views.filter(knows).length;
    const [first] = group;
    const taken = first !== undefined && group.length >= quorum ? first : undefined;
    if (isDisputed) {
      await disputes.record({
        chain,
        subject: `what spends ${formatAddress(coin, chain)}`,
        answers: views.map((view) => ({ source: view.member.source.id, answer: describe(view) })),
        ...(taken === undefined ? {} : { taken: taken.member.source.id }),
      });
    }
    if (taken === undefined) {
      // A coin that only one of them walked on to was not asked about.
      if (isDisputed || requested.has(coin)) coverage.push(notAgreed(pool, quorum, views, isDisputed));
      continue;
    }
    const shortest = group.reduce((one, other) => (reachOf(other.coverage) < reachOf(one.coverage) ? other : one));
    const spender = spenderUpTo(taken, reachOf(shortest.coverage));
    if (spender !== undefined) transactions.set(spender.hash, spender);
    coverage.push({ ...shortest.coverage, source: taken.coverage.source });
  }
  return { transactions: [...transactions.values()], coverage };
}

function viewOf(member: Member, { transactions, coverage }: Spends): ReadonlyMap<Coin, CoinTold> {
  const spenders = new Map<Coin, TransactionFact>();
  for (const fact of transactions)
    for (const { kind, from } of fact.legs) if (kind === 'input') spenders.set(from, fact);
  return new Map(
    coverage.map((entry) => [entry.address, { member, coverage: entry, spender: spenders.get(entry.address) }]),
  );
}

/** The largest set of members that say the same of a coin; those that know nothing of it say nothing. */
function agreeing(views: readonly CoinTold[]): readonly CoinTold[] {
  return largestGroup(views.filter(knows), isSame);
}

function knows({ coverage }: CoinTold): boolean {
  return coverage.status === 'complete';
}

/** Up to the block that both know: one that is behind may not have the spender yet. */
function isSame(one: CoinTold, other: CoinTold): boolean {
  const both = Math.min(reachOf(one.coverage), reachOf(other.coverage));
  const [a, b] = [spenderUpTo(one, both), spenderUpTo(other, both)];
  return a === undefined || b === undefined ? a === b : isSameTransaction(a, b);
}

function spenderUpTo({ spender }: CoinTold, block: number): TransactionFact | undefined {
  return spender !== undefined && spender.block <= block ? spender : undefined;
}

function notAgreed(pool: string, quorum: number, views: readonly CoinTold[], isDisputed: boolean): Coverage {
  const [first] = views.map(({ coverage }) => coverage);
  if (first === undefined) throw new RangeError('nobody said anything of the coin');
  const { chain, address, kind, fromBlock, toBlock } = first;
  const who = views.map(({ member }) => member.source.id).join(' and ');
  const known = views.filter(knows).length;
  const reason = isDisputed
    ? `${who} say different things of what spends it`
    : `only ${known} of the ${quorum} providers that must agree know it`;
  return { chain, address, source: pool, kind, fromBlock, toBlock, status: 'unavailable', reason };
}

function describe({ coverage, spender }: CoinTold): string {
  if (coverage.status !== 'complete') return coverage.reason ?? coverage.status;
  if (spender !== undefined) return `spent by ${spender.hash} in block ${spender.block}`;
  return `not spent up to block ${coverage.toBlock}`;
}
