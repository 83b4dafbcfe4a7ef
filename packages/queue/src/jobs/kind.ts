/** One kind of job: a queue of its own. */
export type JobKind<Name extends string, Payload> = {
  readonly name: Name;
  /**
   * Names the work. Of jobs with one id at most one waits and one runs: enqueuing while one waits (or waits to be tried
   * again) changes nothing; enqueuing while one runs makes one more run after it, because the running one may have read
   * its state already; enqueuing after it ended, however it ended, runs it again.
   */
  id(payload: Payload): string;
};
