import { createAcquire } from './acquire/acquire.ts';
import { createGapMemory } from './acquire/gap-memory.ts';
import { createRequestCount } from './acquire/request-count.ts';
import { createCases } from './create-cases.ts';
import { retryLinks } from './crossings/retry-links.ts';
import type { TracerDependencies } from './dependencies.ts';
import { createChains } from './follow/create-chains.ts';
import { createFollower, type FollowerOptions } from './follow/create-follower.ts';
import { createRecover } from './recover.ts';
import { createSettle } from './settle/settle.ts';
import type { Tracer } from './tracer.ts';

/** The case loop over its dependencies. Nothing runs until a handler is called. */
export function createTracer(deps: TracerDependencies, options: FollowerOptions = {}): Tracer {
  const gaps = createGapMemory(deps.facts);
  const requests = createRequestCount();
  return {
    cases: createCases(deps),
    chains: createChains(deps),
    acquire: createAcquire(deps, gaps, requests),
    settle: createSettle(deps),
    follower: createFollower(deps, gaps, requests, options),
    recover: createRecover(deps),
    retryLinks: () => retryLinks(deps),
  };
}
