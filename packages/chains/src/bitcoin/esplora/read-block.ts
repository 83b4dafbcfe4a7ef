import type { BlockFacts } from '@fundtrail/core';
import { decodeBlock, type RawBlock } from '../raw/block.ts';
import { blockTransactions } from '../raw/block-transactions.ts';
import { RawFault } from '../raw/cursor.ts';
import { coinbaseHeight } from '../raw/height.ts';
import { utxoFact } from '../utxo-fact.ts';
import type { EsploraClient } from './client.ts';
import type { Heads } from './heads.ts';

/**
 * A block by two requests: its hash, and its bytes, which prove themselves. Of what its inputs spend, only what the block itself made is
 * known: the others have no amount.
 * @throws SourceError `refused` when there is no such block
 */
export type ReadBlock = (number: number, signal?: AbortSignal) => Promise<BlockFacts>;

export function createReadBlock(client: EsploraClient, heads: Heads): ReadBlock {
  const { chain } = client;

  function decoded(path: string, bytes: Uint8Array): RawBlock {
    try {
      return decodeBlock(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    } catch (error) {
      if (error instanceof RawFault) throw client.malformed(path, `at byte ${error.offset}: ${error.message}`);
      throw error;
    }
  }

  return async (number, signal) => {
    const hash = await heads.hashAt(number, signal);
    const path = `/block/${hash.slice(2)}/raw`;
    return client.bytes({ path, thing: 'block', signal, exists: true }, (bytes) => {
      const block = decoded(path, bytes);
      if (block.hash !== hash) throw client.malformed(path, `answered with block ${block.hash.slice(2)}`);
      const height = coinbaseHeight(block) ?? number;
      if (height !== number) throw client.malformed(path, `is block ${height}, not ${number}`);
      const header = { chain, number, hash, parentHash: block.parentHash, time: block.time };
      heads.saw(header);
      const transactions = blockTransactions(block, { chain, height: number }).map(utxoFact);
      return { ...header, transactions, contracts: [] };
    });
  };
}
