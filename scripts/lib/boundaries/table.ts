/** What a package may import of its own code base: `imports` at run time, `types` only as types. */
export type Allowed = { readonly imports: readonly string[]; readonly types?: readonly string[] };

const FACTS = ['core', 'ledger', 'store', 'queue', 'chains', 'bridges', 'attribution', 'alerts'] as const;

/**
 * Which package may import which, in one place: a package stands below those that it imports. `testkit` is not in
 * anybody's list: only tests, benches and the demo use it.
 */
export const ALLOWED: Readonly<Record<string, Allowed>> = {
  core: { imports: [] },
  client: { imports: [] },
  ledger: { imports: ['core'] },
  store: { imports: ['core'] },
  queue: { imports: ['core'] },
  chains: { imports: ['core'] },
  bridges: { imports: ['core', 'chains'] },
  attribution: { imports: ['core', 'store'] },
  alerts: { imports: ['core', 'store'] },
  tracer: { imports: FACTS },
  worker: { imports: [...FACTS, 'tracer'] },
  api: { imports: [...FACTS, 'tracer'] },
  cli: { imports: ['core', 'worker', 'api', 'client'], types: [...FACTS, 'tracer'] },
  testkit: { imports: ['core', 'store'] },
};

/** Packages that only tests, fixtures and benches may import. */
export const DEVELOPMENT_ONLY: readonly string[] = ['testkit'];
