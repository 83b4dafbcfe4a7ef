import type { Address, TransactionFact, TransactionReading } from '@fundtrail/core';
import type { ReceiptView } from './legs.ts';

/** `0x` and a function's four bytes. */
const SELECTOR_CHARS = 10;
const NO_CALL: Address = '0x';

/** What a whole transaction tells beside its movements. `input` is its call data, `told` what it tells of accounts being code. */
export function readingOf(
  view: ReceiptView,
  fact: TransactionFact,
  told: { readonly shown: readonly Address[]; readonly likely: readonly Address[] },
  input: string = NO_CALL,
  lacks: TransactionReading['lacks'] = [],
): TransactionReading {
  const code = new Set([...told.shown, ...told.likely]);
  // Only an account with a key sends; its code, if it has any, is a wallet's (EIP-7702).
  code.delete(view.sender);
  return {
    fact,
    to: view.to,
    ...(input.length < SELECTOR_CHARS ? {} : { selector: input.slice(0, SELECTOR_CHARS) }),
    logs: view.success ? view.logs : [],
    code: [...code].sort(),
    lacks,
  };
}
