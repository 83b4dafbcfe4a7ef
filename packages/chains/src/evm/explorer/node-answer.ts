import { type Address, type ChainId, type Hash, SourceError } from '@fundtrail/core';
import type { LogView, ReceiptView } from '../legs.ts';

/** What `eth_getTransactionByHash` adds to a receipt. */
export type NodeTransaction = {
  readonly block: number;
  readonly index: number;
  readonly blockHash: Hash;
  readonly sender: Address;
  readonly value: bigint;
};

/** A receipt as a node gives it, without the two things it lacks: value and time. */
export type NodeReceipt = Omit<ReceiptView, 'value' | 'time'>;

const HEX = /^0x[0-9a-f]+$/i;
const BYTES = /^0x(?:[0-9a-f]{2})*$/i;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const WORD = /^0x[0-9a-f]{64}$/i;

/** @throws SourceError `refused` when the node knows no such mined transaction, `malformed` for an answer of another shape. */
export function readNodeTransaction(answer: unknown, hash: Hash, source: string): NodeTransaction {
  const fields = fieldsOf(answer, 'eth_getTransactionByHash', hash, source);
  return {
    block: fields.count('blockNumber'),
    index: fields.count('transactionIndex'),
    blockHash: fields.match('blockHash', WORD),
    sender: fields.match('from', ADDRESS),
    value: fields.amount('value'),
  };
}

/**
 * Reads a receipt. The fee is all the sender paid: execution, blobs, and the L1 data fee that rollups add to the receipt.
 * @throws SourceError as `readNodeTransaction`.
 */
export function readNodeReceipt(answer: unknown, chain: ChainId, hash: Hash, source: string): NodeReceipt {
  const fields = fieldsOf(answer, 'eth_getTransactionReceipt', hash, source, 'transactionHash');
  const logs = fields.value('logs');
  if (!Array.isArray(logs)) throw fields.fail('logs', 'is not a list');
  const to = fields.value('to') ?? fields.value('contractAddress');
  if (typeof to !== 'string' || !ADDRESS.test(to)) throw fields.fail('to', 'is missing, and so is contractAddress');
  const gas = fields.amount('gasUsed') * fields.amount('effectiveGasPrice');
  const blobs = fields.optionalAmount('blobGasUsed') * fields.optionalAmount('blobGasPrice');
  return {
    chain,
    hash,
    block: fields.count('blockNumber'),
    index: fields.count('transactionIndex'),
    blockHash: fields.match('blockHash', WORD),
    sender: fields.match('from', ADDRESS),
    to: to.toLowerCase(),
    success: fields.amount('status') === 1n,
    fee: gas + blobs + fields.optionalAmount('l1Fee'),
    logs: logs.map((log) => readLog(log, hash, source)),
  };
}

/** Time and hash of a block header. @throws SourceError */
export function readNodeBlock(
  answer: unknown,
  source: string,
): { readonly block: number; readonly time: number; readonly hash: Hash } {
  const fields = fieldsOf(answer, 'eth_getBlockByNumber', undefined, source);
  return { block: fields.count('number'), time: fields.count('timestamp'), hash: fields.match('hash', WORD) };
}

/** @throws SourceError `malformed` unless the answer is code in hex. */
export function readNodeCode(answer: unknown, source: string): string {
  if (typeof answer !== 'string' || !BYTES.test(answer))
    throw new SourceError('malformed', source, 'eth_getCode: the answer is not code');
  return answer.toLowerCase();
}

function readLog(answer: unknown, hash: Hash, source: string): LogView {
  const fields = fieldsOf(answer, 'eth_getTransactionReceipt log', hash, source, 'transactionHash');
  const topics = fields.value('topics');
  if (
    !Array.isArray(topics) ||
    !topics.every((topic): topic is string => typeof topic === 'string' && WORD.test(topic))
  ) {
    throw fields.fail('topics', 'is not a list of words');
  }
  return {
    address: fields.match('address', ADDRESS),
    topics: topics.map((topic) => topic.toLowerCase()),
    data: fields.match('data', BYTES),
    index: fields.count('logIndex'),
  };
}

type Fields = {
  value(name: string): unknown;
  amount(name: string): bigint;
  optionalAmount(name: string): bigint;
  count(name: string): number;
  match(name: string, form: RegExp): string;
  fail(name: string, problem: string): SourceError;
};

function fieldsOf(
  answer: unknown,
  question: string,
  hash: Hash | undefined,
  source: string,
  hashField = 'hash',
): Fields {
  if (answer === null) throw new SourceError('refused', source, `${question}: nothing is known of ${hash ?? 'this'}`);
  if (typeof answer !== 'object')
    throw new SourceError('malformed', source, `${question}: the answer is not an object`);
  const object = answer as Record<string, unknown>;
  const fail = (name: string, problem: string): SourceError =>
    new SourceError('malformed', source, `${question}: ${name} ${problem}`);
  const named = object[hashField];
  if (hash !== undefined && (typeof named !== 'string' || named.toLowerCase() !== hash))
    throw fail(hashField, 'is of another transaction');
  function amount(name: string): bigint {
    const value = object[name];
    if (typeof value !== 'string' || !HEX.test(value)) throw fail(name, 'is not a quantity');
    return BigInt(value);
  }
  return {
    value: (name) => object[name],
    amount,
    optionalAmount: (name) => (object[name] === undefined || object[name] === null ? 0n : amount(name)),
    count(name) {
      const value = Number(amount(name));
      if (!Number.isSafeInteger(value)) throw fail(name, 'is too large');
      return value;
    },
    match(name, form) {
      const value = object[name];
      if (typeof value !== 'string' || !form.test(value)) throw fail(name, 'has not the form of its kind');
      return value.toLowerCase();
    },
    fail,
  };
}
