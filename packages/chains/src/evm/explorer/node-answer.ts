import { type Address, type BlockHeader, type ChainId, type FeeFields, type Hash, SourceError } from '@fundtrail/core';
import type { ReceiptView } from '../legs.ts';
import { readFeeFields } from '../rpc/fee.ts';
import { readLogs } from '../rpc/receipts.ts';
import { createWire, type Fields, type Wire } from '../rpc/wire.ts';

/** What `eth_getTransactionByHash` adds to a receipt. */
export type NodeTransaction = {
  readonly block: number;
  readonly index: number;
  readonly blockHash: Hash;
  readonly sender: Address;
  readonly value: bigint;
  /** What could be used at most. */
  readonly gas: bigint;
  /** Call data; undefined where the explorer leaves it out. */
  readonly input: string | undefined;
};

/** A receipt as a node gives it, without what it lacks: value and time, and before Byzantium whether it succeeded. */
export type NodeReceipt = Omit<ReceiptView, 'value' | 'time' | 'success' | 'fee'> & {
  readonly success: boolean | undefined;
  /** What the fee is made of; how depends on the chain, and on one on the time. */
  readonly paid: FeeFields;
};

/** @throws SourceError `refused` when the node knows no such transaction, `malformed` for an answer of another shape or one not mined yet. */
export function readNodeTransaction(answer: unknown, hash: Hash, source: string): NodeTransaction {
  const wire = createWire(source);
  const transaction = about(wire, answer, 'hash', hash, source);
  return {
    block: wire.count(transaction.blockNumber, 'transaction.blockNumber'),
    index: wire.count(transaction.transactionIndex, 'transaction.transactionIndex'),
    blockHash: wire.hex(transaction.blockHash, 'transaction.blockHash'),
    sender: wire.address(transaction.from, 'transaction.from'),
    value: wire.quantity(transaction.value, 'transaction.value'),
    gas: wire.quantity(transaction.gas, 'transaction.gas'),
    input: isTold(transaction.input) ? wire.hex(transaction.input, 'transaction.input') : undefined,
  };
}

/** @throws SourceError as `readNodeTransaction`. */
export function readNodeReceipt(answer: unknown, chain: ChainId, hash: Hash, source: string): NodeReceipt {
  const wire = createWire(source);
  const receipt = about(wire, answer, 'transactionHash', hash, source);
  const { status } = receipt;
  return {
    chain,
    hash,
    block: wire.count(receipt.blockNumber, 'receipt.blockNumber'),
    index: wire.count(receipt.transactionIndex, 'receipt.transactionIndex'),
    blockHash: wire.hex(receipt.blockHash, 'receipt.blockHash'),
    sender: wire.address(receipt.from, 'receipt.from'),
    to: wire.address(receipt.to ?? receipt.contractAddress, 'receipt.to'),
    success: status === undefined || status === null ? undefined : wire.count(status, 'receipt.status') === 1,
    paid: readFeeFields(wire, {}, receipt),
    logs: readLogs(wire, receipt),
  };
}

/** The head of a block. @throws SourceError */
export function readNodeBlock(answer: unknown, source: string): Omit<BlockHeader, 'chain'> {
  const wire = createWire(source);
  const block = wire.record(answer, 'block');
  return {
    number: wire.count(block.number, 'block.number'),
    hash: wire.hex(block.hash, 'block.hash'),
    parentHash: wire.hex(block.parentHash, 'block.parentHash'),
    time: wire.count(block.timestamp, 'block.timestamp'),
  };
}

/** @throws SourceError `malformed` unless the answer is code in hex. */
export function readNodeCode(answer: unknown, source: string): string {
  return createWire(source).hex(answer, 'code');
}

/** The answer as fields, when it is about the transaction that was asked for. */
function about(wire: Wire, answer: unknown, field: string, hash: Hash, source: string): Fields {
  if (answer === null) throw new SourceError('refused', source, `nothing is known of ${hash}`);
  const fields = wire.record(answer, 'answer');
  if (wire.hex(fields[field], field) !== hash)
    throw new SourceError('malformed', source, `answered with another transaction than ${hash}`);
  return fields;
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
