import { randomBytes } from 'node:crypto';
import { ConflictError, InputError, isUtxo, LIVE_SPACE, NotFoundError } from '@fundtrail/core';
import type { CaseRow, Executor } from '@fundtrail/store';
import { readAccounts, readUnits } from '@fundtrail/store';
import { viewAccount, viewCase } from './case-views.ts';
import type { Cases } from './cases.ts';
import { checkSeeds } from './check-seeds.ts';
import { viewCrossings } from './crossing-views.ts';
import type { TracerDependencies } from './dependencies.ts';
import { rejectDuplicateSeeds } from './duplicate-seeds.ts';
import { watchOpened } from './follow/watch-opened.ts';
import { createKnowledgeMemory } from './load-knowledge.ts';
import { pathsTo } from './path.ts';
import { watchProgress } from './progress.ts';
import { ownChain, sourceFor } from './source-for.ts';
import { readPolicies, seedInput, storeLimits, storeSeed, storeSource } from './stored-case.ts';
import { readCursor, readTaintedFilter, writeCursor } from './tainted-filter.ts';
import { traceResult } from './trace-result.ts';
import type { SeedInput } from './types.ts';

/** Cases over their store; see `Cases` for what each call promises. */
export function createCases(deps: TracerDependencies): Cases {
  const knowledge = createKnowledgeMemory(deps);
  const get = async (caseId: string): Promise<CaseRow> => {
    const row = await deps.cases.get(caseId);
    if (row === undefined)
      throw new NotFoundError(`there is no case ${caseId}`, { remedy: 'See `fundtrail case list`.' });
    return row;
  };

  /** Puts the accounts and transactions that seeds name before the loop. */
  const openSeeds = async (
    trx: Executor,
    row: Pick<CaseRow, 'id' | 'wave' | 'follow' | 'source'>,
    seeds: readonly SeedInput[],
  ): Promise<void> => {
    // The coins of a transaction are opened by the first replay, which knows where they were made.
    const accounts = seeds.flatMap((seed) =>
      seed.account === undefined || (seed.kind === 'transaction' && isUtxo(seed.chain)) ? [] : [seed.account],
    );
    const opened = [...new Set(accounts)].map((account) => ({
      account,
      wave: row.wave,
      state: 'wanted' as const,
      reason: null,
      firstBlock: null,
    }));
    await deps.cases.open(trx, row.id, opened);
    if (ownChain(row) === undefined) return;
    const transactions = seeds.flatMap((seed) =>
      seed.kind === 'transaction' ? [{ chain: seed.chain, hash: seed.hash }] : [],
    );
    await deps.cases.wantTransactions(trx, row.id, row.wave, transactions);
    await watchOpened(deps, trx, row, opened);
  };

  return {
    create: async (spec) => {
      if (spec.seeds.length === 0)
        throw new InputError(
          'a case needs at least one seed',
          { field: 'seeds' },
          { remedy: 'Name a theft transaction or an account.' },
        );
      const source = await deps.openSource(spec.source);
      if (spec.follow && source.block === undefined) {
        throw new InputError(
          `${source.id} cannot be followed block by block`,
          { field: 'follow' },
          { remedy: 'Follow by a node (or an Esplora), or leave follow out.' },
        );
      }
      const space = spec.source.kind === 'dataset' ? spec.source.sha256 : LIVE_SPACE;
      rejectDuplicateSeeds(spec.seeds, (index) => ({ field: `seeds[${index}]` }));
      const id = newCaseId();
      const row = {
        id,
        name: spec.name,
        reference: spec.reference ?? null,
        space,
        source: storeSource(spec.source, spec.source.kind === 'dataset' ? spec.source.name : source.id, deps.sealer),
        policies: spec.policies,
        limits: storeLimits(spec.limits),
        follow: spec.follow,
      };
      await checkSeeds(deps, (chain) => sourceFor(deps, row, chain), space, spec.seeds);
      await deps.database.db.transaction().execute(async (trx) => {
        await deps.cases.insert(trx, row, spec.seeds.map(storeSeed), spec.labelSets);
        await openSeeds(trx, { ...row, wave: 0 }, spec.seeds);
      });
      await deps.jobs.settle({ caseId: id, wave: 0 });
      return id;
    },

    addSeeds: async (caseId, seeds) => {
      const row = await get(caseId);
      if (row.status === 'cancelled') throw cancelled(caseId);
      const known = (await deps.cases.seeds(caseId)).map(seedInput);
      rejectDuplicateSeeds([...known, ...seeds], (index) => ({ field: `seeds[${index - known.length}]` }));
      await checkSeeds(deps, (chain) => sourceFor(deps, row, chain), row.space, seeds);
      await deps.database.db.transaction().execute(async (trx) => {
        if (!(await deps.cases.addSeeds(trx, caseId, seeds.map(storeSeed)))) throw cancelled(caseId);
        await openSeeds(trx, row, seeds);
      });
      await deps.jobs.settle({ caseId, wave: row.wave });
    },

    list: async (page) => {
      const rows = await deps.cases.list(undefined, page);
      return Promise.all(rows.map((row) => viewCase(deps.database, row)));
    },
    show: async (caseId) => viewCase(deps.database, await get(caseId)),

    pause: async (caseId, reason) => {
      const row = await get(caseId);
      if (!(await deps.cases.transition(caseId, ['open', 'running', 'following'], 'paused', reason))) {
        throw new ConflictError(`case ${caseId} is ${row.status} and cannot be paused`, {
          remedy: 'Only a running case can be paused.',
        });
      }
    },

    resume: async (caseId) => {
      const row = await get(caseId);
      if (!(await deps.cases.resume(caseId))) {
        throw new ConflictError(`case ${caseId} is ${row.status} and cannot be resumed`, {
          remedy: 'Only a paused case can be resumed, or one that is done and could not read everything.',
        });
      }
      await deps.jobs.settle({ caseId, wave: row.wave });
    },

    cancel: async (caseId) => {
      const row = await get(caseId);
      if (!(await deps.cases.transition(caseId, ['open', 'running', 'following', 'paused', 'failed'], 'cancelled'))) {
        throw new ConflictError(`case ${caseId} is ${row.status} and cannot be cancelled`, {
          remedy: 'It has already ended.',
        });
      }
    },

    result: async (caseId) => traceResult(deps.database, deps.cases, await get(caseId), deps.context.clock.now()),

    tainted: async (caseId, filter, page) => {
      const row = await get(caseId);
      const policies = readPolicies(row);
      const after = page.cursor === undefined ? undefined : readCursor(page.cursor);
      const rows = await readAccounts(deps.database.db, caseId, readTaintedFilter(filter, policies), {
        limit: page.limit + 1,
        ...(after === undefined ? {} : { after }),
      });
      const units = await readUnits(deps.database.db, caseId);
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      const next = rows.length > page.limit && last !== undefined ? writeCursor(last) : null;
      return { items: shown.map((entry) => viewAccount(entry, policies, units)), next_cursor: next };
    },

    path: async (caseId, account) => {
      const row = await get(caseId);
      const { attribution } = await knowledge.load(row);
      return pathsTo(deps, row, attribution, account);
    },

    crossings: async (caseId, filter = {}) =>
      viewCrossings(deps, await get(caseId), filter, Math.floor(deps.context.clock.now() / 1000)),

    progress: (caseId, signal) => watchProgress(deps, caseId, signal),
  };
}

function cancelled(caseId: string): ConflictError {
  return new ConflictError(`case ${caseId} is cancelled`, { remedy: 'Start a new case with these seeds.' });
}

/** Short enough to type, long enough not to meet: 10 characters of base 32. */
function newCaseId(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join('');
}
