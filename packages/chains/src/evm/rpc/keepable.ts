/**
 * Whether a result is about what was asked, as far as the question names it: the block, the transaction, the range. What is
 * not is told (readers check it against more), but never kept for good. A method without a rule is kept as it is.
 */
export function isAboutQuestion(method: string, params: readonly unknown[], result: unknown): boolean {
  const rule = RULES[method];
  return rule === undefined || rule(params, result);
}

type Rule = (params: readonly unknown[], result: unknown) => boolean;

const ofBlock: Rule = ([block], result) => fields(result).number === block || fields(result).hash === block;
const ofTransaction: Rule = ([hash], result) => fields(result).hash === hash;
const rowsOfBlock: Rule = ([block], result) =>
  rows(result).every((row) => fields(row).blockNumber === block || fields(row).blockHash === block);
/** No transaction is without its outermost call, and an empty block is not asked about. */
const framesOfTransaction: Rule = ([hash], result) =>
  rows(result).length > 0 && rows(result).every((row) => fields(row).transactionHash === hash);
const rowsOfRange: Rule = ([filter], result) => {
  const { blockHash, fromBlock, toBlock } = fields(filter);
  return rows(result).every((row) => {
    const { removed, ...told } = fields(row);
    if (removed === true) return false;
    if (blockHash !== undefined) return told.blockHash === blockHash;
    return Number(fromBlock) <= Number(told.blockNumber) && Number(told.blockNumber) <= Number(toBlock);
  });
};

const isHex: Rule = (_params, result) => typeof result === 'string' && /^0x[0-9a-fA-F]*$/.test(result);

const RULES: Readonly<Record<string, Rule>> = {
  eth_getBlockByNumber: ofBlock,
  eth_getBlockByHash: ofBlock,
  eth_getTransactionByHash: ofTransaction,
  eth_getTransactionReceipt: ([hash], result) => fields(result).transactionHash === hash,
  eth_getBlockReceipts: rowsOfBlock,
  eth_getLogs: rowsOfRange,
  trace_filter: rowsOfRange,
  trace_block: ([block], result) =>
    rows(result).length > 0 && rows(result).every((row) => Number(fields(row).blockNumber) === Number(block)),
  trace_transaction: framesOfTransaction,
  eth_getCode: isHex,
  eth_call: isHex,
  eth_getBalance: isHex,
};

/** What is no list is about nothing. */
function rows(result: unknown): readonly unknown[] {
  return Array.isArray(result) ? result : [undefined];
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
