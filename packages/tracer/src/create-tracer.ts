import { createAcquire } from './acquire.ts';
import { createCases } from './create-cases.ts';
import type { TracerDependencies } from './dependencies.ts';
import { createFollow } from './follow.ts';
import { createRecover } from './recover.ts';
import { createSettle } from './settle.ts';
import type { Tracer } from './tracer.ts';

/** The case loop over its dependencies. Nothing runs until a handler is called. */
export function createTracer(deps: TracerDependencies): Tracer {
  return {
    cases: createCases(deps),
    acquire: createAcquire(deps),
    settle: createSettle(deps),
    follow: createFollow(deps),
    recover: createRecover(deps),
  };
}
