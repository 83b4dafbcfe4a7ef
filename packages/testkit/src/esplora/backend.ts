import type { ChainId } from '@fundtrail/core';
import type { ChainIndex, ListedBlock } from './chain-index.ts';

/** The chain that an Esplora shows. */
export type EsploraBackend = {
  readonly chain: ChainId;
  readonly index: Omit<ChainIndex, 'mine' | 'unmine' | 'wait' | 'drop' | 'blockAt' | 'heightOf'>;
  /** Brings the index in step with what it is of; done before each answer. */
  refresh(): Promise<void>;
  tip(): number;
  /** Also of heights without any transaction that is known. */
  blockAt(height: number): ListedBlock;
  heightOf(hash: string): number | undefined;
  /** The block as it goes over the wire; undefined where it cannot be told. */
  rawBlock(height: number): Promise<Uint8Array | undefined>;
};
