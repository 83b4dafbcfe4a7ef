import { type AccountId, splitAccountId, splitAssetId } from '@fundtrail/core';
import type { BalanceItem } from '@fundtrail/store';
import { OPEN_END } from '../acquire/coverage.ts';
import { balanceItem } from '../jobs.ts';
import type { CaseReplay } from './replay-case.ts';
import type { Run } from './run.ts';

/**
 * Balances that this replay lacks and the chains' sources may tell: what accounts held, before their first taint, of assets that they
 * paid tainted, where their history begins there; and where a token changes balances without a transfer (rebasing, a fee on
 * transfers that no log shows), what its tainted holders held around their payments.
 */
export function wantedBalances(run: Run, replay: CaseReplay): readonly BalanceItem[] {
  if (!run.chains.all().some(({ source }) => source?.balance !== undefined)) return [];
  const wanted = new Map<string, BalanceItem>();
  const want = (item: BalanceItem): void => {
    const { chain } = splitAccountId(item.account);
    if (run.chains.of(chain).source?.balance === undefined) return;
    const key = balanceItem(item);
    if (!run.balancesAsked.has(key)) wanted.set(key, item);
  };
  const opened = (account: AccountId): number | null => run.open.get(account)?.firstBlock ?? null;
  for (const flow of replay.flows) {
    const firstBlock = opened(flow.from);
    const { ref } = splitAssetId(flow.asset);
    if (firstBlock !== null && firstBlock > 0) want({ account: flow.from, asset: ref, block: firstBlock - 1 });
  }
  const shifting = shiftingTokens(run, replay);
  for (const flow of replay.flows) {
    const { ref } = splitAssetId(flow.asset);
    if (!shifting.has(flow.asset)) continue;
    if (isFollowed(run, flow.from)) want({ account: flow.from, asset: ref, block: flow.block - 1 });
    if (isFollowed(run, flow.to)) want({ account: flow.to, asset: ref, block: flow.block });
  }
  for (const probe of probes(run, replay)) want(probe);
  return [...wanted.values()];
}

/** Tokens of which a checkpoint, or a payment beyond what was held, shows that balances change without transfers. */
function shiftingTokens(run: Run, replay: CaseReplay): ReadonlySet<string> {
  const shifting = new Set(replay.shifted);
  for (const row of replay.result.accounts) {
    const firstBlock = run.open.get(row.account)?.firstBlock ?? 0;
    const opening = { account: row.account, asset: splitAssetId(row.asset).ref, block: firstBlock - 1 };
    // Where the history begins with the first taint, only a balance that was asked for makes a gap tell anything.
    if (firstBlock > 0 && !run.balancesAsked.has(balanceItem(opening))) continue;
    if (row.gap > 0n && splitAssetId(row.asset).ref !== 'native' && isFollowed(run, row.account))
      shifting.add(row.asset);
  }
  return shifting;
}

/** For each tainted token of which no holder's balance was ever looked at: its largest tainted holder now. */
function probes(run: Run, replay: CaseReplay): readonly BalanceItem[] {
  const best = new Map<string, { readonly account: AccountId; readonly held: bigint }>();
  for (const row of replay.result.accounts) {
    const held = row.resting[0] ?? 0n;
    if (held === 0n || !isFollowed(run, row.account) || run.tokensProbed.has(row.asset)) continue;
    if (splitAssetId(row.asset).ref === 'native') continue;
    const known = best.get(row.asset);
    if (known === undefined || held > known.held) best.set(row.asset, { account: row.account, held });
  }
  return [...best].map(([asset, { account }]) => {
    const { chain, ref } = splitAssetId(asset);
    const { upTo, finality } = run.chains.of(chain);
    const block = upTo === OPEN_END ? (finality.head ?? replay.heads.get(chain) ?? 0) : upTo;
    return { account, asset: ref, block };
  });
}

function isFollowed(run: Run, account: AccountId): boolean {
  return run.open.get(account)?.state === 'covered';
}
