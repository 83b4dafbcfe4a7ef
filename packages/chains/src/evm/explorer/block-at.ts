import { type ChainId, chainInfo, SourceError } from '@fundtrail/core';
import { findBlockAt } from '../../block-at.ts';
import type { ExplorerClient } from './client.ts';
import type { Heads } from './heads.ts';

const DIGITS = /^[0-9]{1,15}$/;

/**
 * The last block at or before a Unix time: two requests where the explorer tells it (its word is held against the block's own time), else
 * a search over the heads of blocks.
 */
export type BlockAt = (time: number, signal?: AbortSignal) => Promise<number>;

export function createBlockAt(client: ExplorerClient, heads: Heads, chain: ChainId): BlockAt {
  const { source } = client;

  async function told(time: number, signal: AbortSignal | undefined): Promise<number> {
    const parameters = { timestamp: time, closest: 'before' };
    const number = readNumber(
      await client.value({ module: 'block', action: 'getblocknobytime', parameters }, signal),
      source,
    );
    try {
      const header = await heads.header(number, signal);
      if (header.time <= time) return number;
      throw new SourceError('malformed', source, `getblocknobytime told block ${number} of a later time than ${time}`);
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'unsupported') return number;
      throw error;
    }
  }

  return async (time, signal) => {
    try {
      return await told(time, signal);
    } catch (error) {
      // It may have no such list, or refuse times before its first block or behind its newest.
      if (!isFinal(error)) throw error;
      const head = () => heads.newest(signal);
      const headerAt = (number: number) => heads.header(number, signal);
      try {
        return await findBlockAt({ source, blockTimeMs: chainInfo(chain).blockTimeMs, head, headerAt }, time);
      } catch (other) {
        throw other instanceof SourceError && other.failure === 'unsupported' ? error : other;
      }
    }
  };
}

function isFinal(error: unknown): boolean {
  return error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'refused');
}

/** Etherscan tells the number as a text, Blockscout in an object. */
function readNumber(result: unknown, source: string): number {
  const told = typeof result === 'object' && result !== null && 'blockNumber' in result ? result.blockNumber : result;
  if (DIGITS.test(String(told))) return Number(told);
  throw new SourceError('malformed', source, 'getblocknobytime told no number of a block');
}
