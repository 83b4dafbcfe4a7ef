import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** How a run of the tests went. What failed outside of a test (a file that does not load, a hook, an unhandled error) counts as failed. */
export type Summary = { readonly passed: number; readonly failed: number; readonly skipped: number };

export type SummaryReporter = Reporter & {
  summary(): Summary;
  /** Settles when the last test has ended; global teardown follows. */
  readonly ended: Promise<void>;
  /** Stops the run that is under way, if any; hooks and global teardown still run. */
  cancel(): Promise<void>;
};

/** Counts a run of vitest; `onReady` is called before anything is run. Before a run has ended, everything is 0. */
export function createSummaryReporter(onReady: () => void): SummaryReporter {
  let vitest: Vitest | undefined;
  const ended = Promise.withResolvers<void>();
  let summary: Summary = { passed: 0, failed: 0, skipped: 0 };
  return {
    summary: () => summary,
    ended: ended.promise,
    cancel: async () => {
      await vitest?.cancelCurrentRun('keyboard-input');
    },
    onInit: (created) => {
      vitest = created;
      onReady();
    },
    onTestRunEnd: (modules, unhandledErrors) => {
      summary = { ...countModules(modules), failed: countModules(modules).failed + unhandledErrors.length };
      ended.resolve();
    },
  };
}

/** The line that ends a run of the tests; skipped tests are named only when there are some. */
export function formatSummary({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** 0 only when something ran and nothing failed. */
export function summaryExitCode(summary: Summary): 0 | 1 {
  return summary.failed === 0 && summary.passed > 0 ? 0 : 1;
}

function countModules(modules: readonly TestModule[]): Summary {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'failed') failed += 1;
      else skipped += 1;
    }
  }
  return { passed, failed, skipped };
}
