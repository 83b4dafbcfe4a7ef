/** What the set-up of a test run hands to the test files. Vitest is only loaded when asked, as demos use this package without it. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server's own database; tests clone theirs, see `createTestDatabase`. */
    databaseUrl: string;
    /** Of the run's private Redis; null where none is installed. */
    redisUrl: string | null;
  }
}

export async function provided<Key extends 'databaseUrl' | 'redisUrl'>(
  key: Key,
): Promise<import('vitest').ProvidedContext[Key]> {
  const { inject } = await import('vitest');
  return inject(key);
}

/** URL of the run's private Redis, to be shared by all test files (use names of your own); undefined where none is installed. */
export async function redisUrl(): Promise<string | undefined> {
  return (await provided('redisUrl')) ?? undefined;
}
