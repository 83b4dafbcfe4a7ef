import { SourceError } from '@fundtrail/core';

const FORKED_READS = 3;

/**
 * Two answers of one node belong to different branches of the chain, or one of them to no block that it still knows: it was reorganised in
 * the middle of a reading, or hosts behind one address differ. Reading all of it anew helps.
 */
export class ForkedReadError extends SourceError {
  constructor(source: string, message: string) {
    super('malformed', source, message);
  }
}

/**
 * Reads anew, a few times, what turned out to be of two branches, and what is malformed where kept answers were part of it (`hits`
 * counts them): with `again`, what is kept is not to be believed.
 */
export async function unforked<T>(read: (again: boolean) => Promise<T>, hits: () => number = () => 0): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const hitsBefore = hits();
    try {
      return await read(tried > 1);
    } catch (error) {
      const isKept = hits() > hitsBefore && error instanceof SourceError && error.failure === 'malformed';
      if (!(error instanceof ForkedReadError || isKept) || tried === FORKED_READS) throw error;
    }
  }
}
