import { hostname } from 'node:os';
import { ConflictError, chainInfo, NotFoundError } from '@fundtrail/core';
import type { FollowKey, FollowState } from '@fundtrail/store';
import type { Chains, ChainView } from '../chains.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { followable } from './ancestor.ts';
import { findCommonBlock } from './common-block.ts';
import type { FollowTarget } from './follower.ts';
import { withLead } from './lease.ts';
import { readTargets } from './targets.ts';

/** Chains over what is stored of their following; see `Chains`. */
export function createChains(deps: TracerDependencies): Chains {
  const list = async (): Promise<readonly ChainView[]> => {
    const targets = await readTargets(deps);
    return (await deps.follow.states()).map((state) => viewChain(state, targets));
  };

  return {
    list,
    resume: async (chain) => {
      const own = (await deps.follow.states()).filter((state) => state.chain === chain);
      if (own.length === 0) {
        throw new NotFoundError(`chain ${chain} is not followed`, { remedy: 'See `fundtrail chains`.' });
      }
      const halted = own.filter((state) => state.halted !== undefined);
      if (halted.length === 0) {
        throw new ConflictError(`chain ${chain} is not halted`, {
          remedy: 'It goes on by itself, see `fundtrail chains`.',
        });
      }
      for (const state of halted) await resumeKey(deps, state);
      return (await list()).filter((view) => view.chain === chain);
    },
  };
}

async function resumeKey(deps: TracerDependencies, state: FollowState): Promise<void> {
  const key: FollowKey = { chain: state.chain, source: state.source };
  const target = (await readTargets(deps)).find(({ chain, source }) => chain === key.chain && source === key.source);
  if (target === undefined) {
    throw new ConflictError(`no case follows ${key.chain} by ${key.source} any more`, {
      remedy: 'Resume a case that does; the chain is let go on then.',
    });
  }
  const source = followable(await deps.openSource(target.spec));
  const host = `${hostname()}:${process.pid}:resume`;
  const cases = await withLead({ follow: deps.follow, context: deps.context, host }, key, async (held) => {
    const common = await findCommonBlock(deps.follow, source, state, held.signal);
    const { cases: touched, transactions } = await deps.follow.rewind(key, held.fence, common);
    await deps.follow.unhalt(key);
    await deps.follow.release(key, held.fence);
    const fields = { ...key, block: common.number, transactions: transactions.length, cases: touched.length };
    deps.context.logger.warn({ action: 'resume_chain', ...fields }, 'a halted chain goes on');
    return touched;
  });
  if (cases === undefined) {
    throw new ConflictError(`another process holds ${key.chain}`, { remedy: 'Try again in some seconds.' });
  }
  for (const id of cases) {
    // Whoever settled the case before remembers a state of blocks that were held to be final.
    await deps.cases.claim(id);
    const row = await deps.cases.get(id);
    if (row !== undefined) await deps.jobs.settle({ caseId: id, wave: row.wave });
  }
}

function viewChain(state: FollowState, targets: readonly FollowTarget[]): ChainView {
  const target = targets.find(({ chain, source }) => chain === state.chain && source === state.source);
  return {
    chain: state.chain,
    name: chainInfo(state.chain).name,
    source: state.source,
    followed_block: state.position?.number ?? null,
    followed_time: state.position === undefined ? null : new Date(state.position.time * 1_000).toISOString(),
    head: state.head ?? null,
    lag: state.lag,
    finalized: state.finalized ?? null,
    halted: state.halted ?? null,
    leader: state.leader ?? null,
    kinds: state.kinds,
    reorgs: state.reorgs,
    seen_at: state.seenAt?.toISOString() ?? null,
    seen_age_s: state.seenAgeMs === undefined ? null : Math.round(state.seenAgeMs / 1_000),
    cases: target?.cases.length ?? 0,
  };
}
