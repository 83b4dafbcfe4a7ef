import { SourceError, type SourceFailure } from '@fundtrail/core';

/** What one question to a source showed, or why it showed nothing. `reason` holds no secret. */
export type Probed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: SourceFailure; readonly reason: string };

/** That the source fails is an answer, too. */
export async function probed<T>(ask: () => Promise<T>): Promise<Probed<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ok: false, failure: error.failure, reason: error.message };
  }
}
