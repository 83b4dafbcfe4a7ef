import type { TracerDependencies } from './dependencies.ts';

/** Puts a job back for every case that should be moving. Settling finds out itself what a case waits for. */
export function createRecover(deps: TracerDependencies): () => Promise<{ readonly cases: number }> {
  return async () => {
    const moving = await deps.cases.list(['open', 'running']);
    for (const row of moving) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
    await deps.jobs.deliver();
    return { cases: moving.length };
  };
}
