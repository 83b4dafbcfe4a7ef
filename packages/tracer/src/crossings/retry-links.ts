import type { TracerDependencies } from '../dependencies.ts';
import { enqueueWaiting } from '../settle/enqueue-waiting.ts';

/** Links put back in one go: each costs a few requests. */
const MOST_LINKS = 200;

/** Has movements whose time has come looked for again; returns how many cases they are of. To be called by the clock. */
export async function retryLinks(deps: TracerDependencies): Promise<number> {
  const due = await deps.cases.wantDueLinks(new Date(deps.context.clock.now()), MOST_LINKS);
  for (const caseId of due) await enqueueWaiting(deps, caseId);
  return due.length;
}
