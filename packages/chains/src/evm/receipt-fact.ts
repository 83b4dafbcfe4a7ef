import type { Address, LogFact, ReceiptFact, TransactionFact } from '@fundtrail/core';

type Told = { readonly to: Address; readonly input?: string | undefined; readonly logs: readonly LogFact[] };

/** The fact of a transaction whose receipt was read, with what that tells. A failed one emitted nothing. */
export function withReceipt(fact: TransactionFact, { to, input, logs }: Told): TransactionFact {
  const receipt: ReceiptFact = { to, ...(input === undefined ? {} : { input }), logs: fact.success ? logs : [] };
  return { ...fact, receipt };
}

/** Call data longer than its `0x`, as far as a list of an account tells it; undefined where nothing was called. */
export function calledReceipt(to: Address | undefined, input: string | undefined): ReceiptFact | undefined {
  return to === undefined || input === undefined || input.length <= 2 ? undefined : { to, input };
}

/** What several that agree on a transaction tell of it together: call data and logs each from the first that has them. */
export function joinReceipts(receipts: readonly (ReceiptFact | undefined)[]): ReceiptFact | undefined {
  const told = receipts.filter((receipt) => receipt !== undefined);
  const withLogs = told.find(({ logs }) => logs !== undefined);
  const withInput = told.find(({ input }) => input !== undefined);
  const fullest = withLogs ?? withInput ?? told[0];
  if (fullest === undefined || withInput?.input === undefined) return fullest;
  return { ...fullest, input: fullest.input ?? withInput.input };
}
