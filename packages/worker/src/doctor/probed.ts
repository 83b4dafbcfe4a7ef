import type { Probed } from '@fundtrail/chains';
import { SourceError } from '@fundtrail/core';

/** What a question to a source showed; that the source fails is an answer, too. */
export async function probed<T>(ask: () => Promise<T>): Promise<Probed<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ok: false, failure: error.failure, reason: error.message };
  }
}
