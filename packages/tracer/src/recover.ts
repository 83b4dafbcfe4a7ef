import type { TracerDependencies } from './dependencies.ts';

/** Puts a job back for every case that should be moving. Settling finds out itself what a case waits for. */
export function createRecover(deps: TracerDependencies): () => Promise<{ readonly cases: number }> {
  let firstTime = true;
  return async () => {
    const moving = await deps.cases.list(['open', 'running', 'following']);
    let cases = 0;
    for (const row of moving) {
      // A followed case that waits for nothing is settled by what follows; only a start may find one that was cut off.
      if (row.status === 'following' && !firstTime && !(await deps.cases.waits(row.id))) continue;
      await deps.jobs.settle({ caseId: row.id, wave: row.wave });
      cases += 1;
    }
    firstTime = false;
    await deps.jobs.deliver();
    return { cases };
  };
}
