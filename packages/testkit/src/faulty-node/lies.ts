import { mapResult, type NodeFault } from './calls.ts';

/** A log as nodes send it. */
export type NodeLog = Readonly<Record<string, unknown>> & {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: string;
};

/** A receipt as nodes send it. */
export type NodeReceipt = Readonly<Record<string, unknown>> & {
  readonly transactionHash: string;
  readonly blockHash: string;
  readonly status: string;
  readonly logs: readonly NodeLog[];
};

/** `eth_getLogs` with its rows changed: leave some out, add some, change some. Receipts keep the truth. */
export function changingLogs(change: (logs: readonly NodeLog[]) => readonly NodeLog[]): NodeFault {
  return async (call, next) => {
    const answer = await next(call);
    return call.method === 'eth_getLogs' ? mapResult(answer, (logs) => change(logs as readonly NodeLog[])) : answer;
  };
}

/** Leaves logs out without a word. */
export function withoutLogs(which: (log: NodeLog) => boolean): NodeFault {
  return changingLogs((logs) => logs.filter((log) => !which(log)));
}

/** Every answer has these logs, too, whatever was asked. */
export function withLogs(...added: readonly NodeLog[]): NodeFault {
  return changingLogs((logs) => [...logs, ...added]);
}

/** Says of these logs that they are in another block than they are: a fork's, or a later one. */
export function logsOfOtherBlock(
  which: (log: NodeLog) => boolean,
  block: { readonly blockHash: string; readonly blockNumber?: string },
): NodeFault {
  return changingLogs((logs) => logs.map((log) => (which(log) ? { ...log, ...block } : log)));
}

/** Changes a receipt, alone and among its block's; null: there is none, though the transaction is in its block. */
export function changingReceipt(hash: string, change: (receipt: NodeReceipt) => NodeReceipt | null): NodeFault {
  return async (call, next) => {
    const answer = await next(call);
    if (call.method === 'eth_getTransactionReceipt' && call.params[0] === hash) {
      return mapResult(answer, (receipt) => (receipt === null ? null : change(receipt as NodeReceipt)));
    }
    if (call.method !== 'eth_getBlockReceipts') return answer;
    return mapResult(answer, (receipts) =>
      (receipts as readonly NodeReceipt[] | null)?.flatMap((receipt) =>
        receipt.transactionHash === hash ? [change(receipt)].filter((kept) => kept !== null) : [receipt],
      ),
    );
  };
}

/** Has no receipts for these transactions, which it knows. */
export function withoutReceipts(...hashes: readonly string[]): NodeFault {
  return hashes.map((hash) => changingReceipt(hash, () => null)).reduce(both, async (call, next) => next(call));
}

/** Two faults as one; the first has the last word. */
export function both(first: NodeFault, second: NodeFault): NodeFault {
  return (call, next, node) => first(call, (inner) => second(inner, next, node), node);
}
