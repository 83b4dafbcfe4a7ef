import {
  type ChainId,
  type Context,
  chainInfo,
  InputError,
  LIVE_SPACE,
  type Limiter,
  type Source,
  SourceError,
  type SourceMemory,
} from '@fundtrail/core';
import { findBlockAt } from '../../block-at.ts';
import { wordsOf } from '../../transport/failures.ts';
import { unforked } from '../../transport/forked-read.ts';
import type { Attempts } from '../../transport/retries.ts';
import { openTraits } from '../../transport/traits.ts';
import { hashOf } from '../fields.ts';
import { createBlockMemory } from './block-memory.ts';
import { createBlocks } from './blocks.ts';
import { createChainState } from './chain-state.ts';
import { createCoreClient } from './core-client.ts';
import { createReadHistory } from './history.ts';
import { createKnownTransactions } from './known-transactions.ts';
import { createMempool } from './mempool.ts';
import { createReadPending } from './pending.ts';
import { type CoreProbeReport, probeCoreNode } from './probe.ts';
import { createReader } from './reader.ts';
import { createReadSpends } from './spends.ts';
import { createTransactions } from './transactions.ts';

export type CoreSourceOptions = {
  /** With user and password where the node wants them; neither is ever shown. */
  readonly url: string;
  /** What the node must be of. */
  readonly chain: ChainId;
  readonly context: Context;
  readonly limiter?: Limiter;
  /** How often a question is put before its failure is told; `FEW_ATTEMPTS` for one of several providers. */
  readonly attempts?: Attempts;
  /** The node's allowance and the key it is counted under (host and digest of the URL when left out); 25 a second when left out. */
  readonly rate?: { readonly key?: string; readonly perSecond: number; readonly burst: number };
  /** Where what is found out of the node is kept for other processes; without it each finds it out for itself. */
  readonly memory?: SourceMemory;
  /** Most blocks that are read for one question about coins (1,000 when left out) or an owner (2,000). */
  readonly maxScanBlocks?: number;
};

/** What a crash may cost: about a week of Bitcoin. */
const SPENDS_BLOCKS = 1_000;
const HISTORY_BLOCKS = 2_000;

/** Facts of a UTXO chain from a node of Bitcoin Core or its kin. */
export type CoreSource = Source & {
  readonly chain: ChainId;
  readonly spends: NonNullable<Source['spends']>;
  readonly pending: NonNullable<Source['pending']>;
  readonly block: NonNullable<Source['block']>;
  readonly header: NonNullable<Source['header']>;
  readonly finalized: NonNullable<Source['finalized']>;
  /** Two requests for each header looked at: about twenty. */
  readonly blockAt: NonNullable<Source['blockAt']>;
  readonly health: NonNullable<Source['health']>;
  /** Asks the node what it can do; every failure is in the report. */
  probe(signal?: AbortSignal): Promise<CoreProbeReport>;
};

/**
 * Opens a node (Bitcoin Core from 0.21 on, Litecoin Core, Dogecoin Core with such methods) as a source; asks it for its first block.
 * @throws InputError when it is of another chain. @throws SourceError when it does not answer.
 */
export async function createCoreSource(options: CoreSourceOptions): Promise<CoreSource> {
  const { chain } = options;
  const { logger } = options.context;
  const node = createCoreClient(options);
  try {
    const first = await node.ask('getblockhash', [0], (answer) => hashOf(answer, 'hash').slice(2));
    checkGenesis(node.id, chain, first);
  } catch (error) {
    node.close();
    throw shutOut(error);
  }
  const traits = await openTraits({ source: node.id, chain, memory: options.memory, logger });
  const memory = createBlockMemory();
  const state = createChainState(node, chain);
  const blocks = createBlocks({ node, chain, state, memory, traits });
  const transactions = createTransactions({ node, memory, traits });
  const known = createKnownTransactions(transactions);
  const asked = { node, chain, state, blocks, transactions, known };
  const reader = createReader({ ...asked, memory });
  const spends = createReadSpends({ ...asked, maxBlocks: options.maxScanBlocks ?? SPENDS_BLOCKS });
  const history = createReadHistory({ ...asked, maxBlocks: options.maxScanBlocks ?? HISTORY_BLOCKS });
  const pending = createReadPending({ node, traits, transactions, mempool: createMempool(node, transactions) });

  const checkChain = (wanted: ChainId): void => {
    if (wanted !== chain)
      throw new InputError(`${node.id} is a node of ${chain}, not of ${wanted}`, { field: 'chain' });
  };

  return {
    id: node.id,
    coverageIds: [node.id],
    space: LIVE_SPACE,
    chain,
    chains: [chain],
    fullHistory: false,
    searchesBy: 'blocks',
    probe: (signal) => probeCoreNode(asked, signal),
    requests: node.requests,
    health: node.health,
    close: async () => node.close(),
    head: async (wanted) => {
      checkChain(wanted);
      const { number, time, hash } = await state.head();
      return { block: number, time, hash };
    },
    finalized: async (wanted, signal) => {
      checkChain(wanted);
      await state.head(signal);
      const final = state.final();
      return final < 0 ? undefined : final;
    },
    header: async (wanted, number, signal) => {
      checkChain(wanted);
      return unforked(() => blocks.header(number, signal));
    },
    blockAt: async (wanted, time, signal) => {
      checkChain(wanted);
      const head = () => state.head(signal);
      const headerAt = (number: number) => unforked(() => blocks.header(number, signal));
      return findBlockAt({ source: node.id, blockTimeMs: chainInfo(chain).blockTimeMs, head, headerAt }, time);
    },
    block: async (wanted, number, signal) => {
      checkChain(wanted);
      return reader.block(number, signal);
    },
    transaction: async (wanted, hash, signal) => {
      checkChain(wanted);
      return reader.transaction(hash, signal);
    },
    history: async (request) => {
      checkChain(request.chain);
      return history(request);
    },
    spends: async (request) => {
      checkChain(request.chain);
      return spends(request);
    },
    pending: async (wanted, coins, signal) => {
      checkChain(wanted);
      return pending(coins, signal);
    },
    // Scripts that are run when a coin is spent are no accounts with code: taint follows the coins.
    isContract: async (wanted) => {
      checkChain(wanted);
      return false;
    },
  };
}

/** Says what to do where the node lets nobody in: by itself it says only a status. */
function shutOut(error: unknown): unknown {
  if (!(error instanceof SourceError) || error.failure !== 'unauthorized') return error;
  const remedy =
    'Write user and password of the node (rpcauth, or rpcuser and rpcpassword) into its URL, and let this machine in by rpcallowip.';
  return new SourceError(error.failure, error.source, wordsOf(error), { cause: error, remedy });
}

/** @throws InputError that names both chains */
function checkGenesis(source: string, chain: ChainId, first: string): void {
  const reference = chain.slice(chain.indexOf(':') + 1);
  if (first.startsWith(reference)) return;
  const own = `bip122:${first.slice(0, reference.length)}`;
  throw new InputError(
    `${source} is a node of ${own}, not of ${chain}`,
    { field: 'rpc' },
    { remedy: `Name a node of ${chain}, or write the chain that it is of.` },
  );
}
