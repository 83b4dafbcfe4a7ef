import type { Address, LogFact, TransactionFact, TransactionReading } from '@fundtrail/core';
import { withReceipt } from './receipt-fact.ts';

/** A whole transaction as it was read. `shown` and `likely`: accounts that it tells to be code. `input`: call data, where it is known. */
type Read = {
  readonly fact: TransactionFact;
  readonly to: Address;
  readonly input?: string | undefined;
  readonly logs: readonly LogFact[];
  readonly shown: readonly Address[];
  readonly likely: readonly Address[];
};

/** Gas of a plain payment: what cost more called code. */
export const PLAIN_GAS = 21_000n;
/** `0x` and a function's four bytes. */
const SELECTOR_CHARS = 10;

/** What a whole transaction tells beside its movements. */
export function readingOf(
  { fact: read, to, input, logs, shown, likely }: Read,
  lacks: TransactionReading['lacks'] = [],
): TransactionReading {
  const fact = withReceipt(read, { to, input, logs });
  const code = new Set([...shown, ...likely]);
  // Only an account with a key sends; its code, if it has any, is a wallet's (EIP-7702).
  if (fact.sender !== undefined) code.delete(fact.sender);
  return {
    fact,
    to,
    ...(input === undefined || input.length < SELECTOR_CHARS ? {} : { selector: input.slice(0, SELECTOR_CHARS) }),
    logs: fact.success ? logs : [],
    code: [...code].sort(),
    lacks,
  };
}
