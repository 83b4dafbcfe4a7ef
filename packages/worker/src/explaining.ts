import { createProtocols, wrappedNative } from '@fundtrail/attribution';
import { readRecords } from '@fundtrail/chains';
import type { TransactionReading } from '@fundtrail/core';
import { createExplain, type Explain } from '@fundtrail/tracer';

/** Explains transactions, and reads recorded ones; needs neither database nor network. */
export type Explaining = {
  readonly explain: Explain;
  /** Recorded transactions of a file, as they are asked for; `text` instead of the file's own. @throws InputError with file and line */
  records(name: string, text?: string): AsyncIterable<TransactionReading>;
};

export function createExplaining(): Explaining {
  return {
    explain: createExplain(createProtocols()),
    records: (name, text) => readRecords(name, { wrapped: wrappedNative, ...(text === undefined ? {} : { text }) }),
  };
}
