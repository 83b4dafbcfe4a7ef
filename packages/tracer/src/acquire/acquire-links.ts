import type { Source } from '@fundtrail/core';
import { storeFacts } from '../crossings/bridge-services.ts';
import type { LinkDeps } from '../crossings/link-deps.ts';
import { searchLink } from '../crossings/search-link.ts';
import type { LinkItem } from '../jobs.ts';
import { sourceFor } from '../source-for.ts';
import { readLearned } from './read-learned.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Work } from './work.ts';

/** Looks for the other side of movements across chains that a case has money in. */
export async function acquireLinks(
  about: Pick<Work, 'deps' | 'row'>,
  budget: RequestBudget,
  items: readonly LinkItem[],
): Promise<void> {
  if (items.length === 0) return;
  const { deps, row } = about;
  const before = new Map((await deps.cases.links(row.id)).map((link) => [`${link.protocol}:${link.key}`, link]));
  const search = linkDeps(about, budget);
  for (const { protocol, key } of items) {
    if (!(await deps.cases.moves(row.id))) return;
    const known = before.get(`${protocol}:${key}`) ?? { attempts: 0, searched: {} };
    const spent = budget.left() <= 0;
    const reason = `the limit of ${budget.most} requests was reached`;
    const outcome = spent
      ? { protocol, key, state: 'unavailable' as const, reason, nextAt: null, searched: known.searched }
      : await searchLink(search, { protocol, key }, known, nowOf(about));
    await deps.cases.setLink(row.id, outcome);
  }
}

function nowOf({ deps }: Pick<Work, 'deps'>): number {
  return Math.floor(deps.context.clock.now() / 1000);
}

function linkDeps({ deps, row }: Pick<Work, 'deps' | 'row'>, budget: RequestBudget): LinkDeps {
  const { bridges, context } = deps;
  return {
    adapterOf: bridges.adapterOf,
    sourceFor: async (chain): Promise<Source | undefined> => {
      const source = await sourceFor(deps, row, chain);
      if (source !== undefined) budget.count(source);
      return source;
    },
    ask: bridges.ask,
    reader: () => bridges.reader(row.space),
    learnAccounts: async (adapter) => {
      await bridges.askAccounts(row.space, adapter);
      await readLearned({ deps, row }, budget);
    },
    legsIn: (chain, hash) => bridges.store.legsOf(row.space, [{ chain, hash }]),
    legsOf: (link) => bridges.store.legsByKey(row.space, [link]),
    keep: (facts) => storeFacts(deps, row.space, facts),
    keepTold: async (fact, leg, answer) => {
      const { api, url, raw } = answer;
      const fetchedAt = new Date(context.clock.now());
      const sha256 = await bridges.store.answers.put({ protocol: leg.protocol, name: api, url, body: raw, fetchedAt });
      await bridges.store.write(row.space, [{ fact, legs: [leg], answerSha256: sha256 }]);
    },
    keepCandidates: async (source, candidates) => {
      const found = candidates.map(({ destination, score, reasons }) => ({
        destination: destination.leg,
        score,
        reasons,
      }));
      await bridges.store.candidates.put(row.space, [{ source, found }]);
    },
    isStored: async (chain, hash) => (await bridges.store.legsOf(row.space, [{ chain, hash }])).length > 0,
    signal: context.signal,
  };
}
