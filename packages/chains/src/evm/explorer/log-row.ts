import type { PlacedLog } from '@fundtrail/core';
import { createWire } from '../rpc/wire.ts';

/** Etherscan writes 0 without a digit. */
const ZERO = '0x';

/**
 * Reads a row of `getLogs`: as a node tells a log, but for zeros; Blockscout fills the topics up to four with null.
 * @throws SourceError `malformed` that names row and field
 */
export function readLogRow(value: unknown, number: number, source: string): PlacedLog {
  const wire = createWire(source);
  const at = (field: string): string => `getLogs row ${number}: ${field}`;
  const count = (told: unknown, field: string): number => (told === ZERO ? 0 : wire.count(told, at(field)));
  const row = wire.record(value, `getLogs row ${number}`);
  const topics = wire.list(row.topics, at('topics')).filter((topic) => topic !== null);
  return {
    tx: wire.hash(row.transactionHash, at('transactionHash')),
    block: count(row.blockNumber, 'blockNumber'),
    log: {
      address: wire.address(row.address, at('address')),
      topics: topics.map((topic) => wire.hash(topic, at('topics'))),
      data: wire.hex(row.data, at('data')),
      index: count(row.logIndex, 'logIndex'),
    },
  };
}
