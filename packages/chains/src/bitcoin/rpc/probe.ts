import { type ChainId, SourceError } from '@fundtrail/core';
import { type Probed, probed } from '../../transport/probed.ts';
import { countOf, hashOf, recordOf } from '../fields.ts';
import type { Blocks } from './blocks.ts';
import type { ChainState } from './chain-state.ts';
import type { CoreClient } from './core-client.ts';
import type { Transactions } from './transactions.ts';

/** What a node can do, for whoever has to say what will not work with it. */
export type CoreProbeReport = {
  /** Known from when the source was opened. */
  readonly chain: ChainId;
  /** Software and version as the node calls itself, e.g. `/Satoshi:27.1.0/`. */
  readonly version: Probed<string>;
  /** `time` in Unix seconds: how old the node's newest block is. */
  readonly head: Probed<{ readonly block: number; readonly time: number }>;
  /** How far it has come: `progress` is a share of the chain, from 0 to 1, as the node guesses it. */
  readonly sync: Probed<{
    readonly blocks: number;
    readonly headers: number;
    readonly isInitial: boolean;
    readonly progress: number;
  }>;
  /** The first block that it keeps; 0 where it keeps all. */
  readonly keptFrom: Probed<number>;
  /** Whether transactions are told by their ids. */
  readonly transactionIndex: Probed<boolean>;
  /** Whether blocks come with what their inputs spend; undefined where the newest blocks have no inputs to tell. */
  readonly previousOutputs: Probed<boolean | undefined>;
  /** Whether it says at once what in the mempool spends a coin. */
  readonly spenders: Probed<boolean>;
  /** Requests that this report cost. */
  readonly requests: number;
};

/** Blocks that are looked at for one with inputs. */
const LOOKED_AT = 6;
const NOBODYS = { txid: '1'.repeat(64), vout: 0 } as const;

export type CoreProbeDeps = {
  readonly node: CoreClient;
  readonly chain: ChainId;
  readonly state: ChainState;
  readonly blocks: Blocks;
  readonly transactions: Transactions;
};

/** Asks a node what it can do: a dozen requests or so, the heaviest for its newest block. */
export async function probeCoreNode(deps: CoreProbeDeps, signal?: AbortSignal): Promise<CoreProbeReport> {
  const { node, chain, state } = deps;
  const before = node.requests();
  const info = await probed(() => node.ask('getblockchaininfo', [], readInfo, signal));
  const head = await probed(async () => {
    const { number, time } = await state.head(signal);
    return { block: number, time };
  });
  return {
    chain,
    version: await probed(() => node.ask('getnetworkinfo', [], readVersion, signal)),
    head,
    sync: info,
    keptFrom: info.ok ? { ok: true, value: info.value.keptFrom } : info,
    transactionIndex: head.ok ? await probed(() => tryIndex(deps, head.value.block, signal)) : head,
    previousOutputs: head.ok ? await probed(() => tryPreviousOutputs(deps, head.value.block, signal)) : head,
    spenders: await probed(() => trySpenders(node, signal)),
    requests: node.requests() - before,
  };
}

function readInfo(answer: unknown) {
  const { blocks, headers, initialblockdownload, verificationprogress, pruned, pruneheight } = recordOf(
    answer,
    'blockchain',
  );
  return {
    blocks: countOf(blocks, 'blocks'),
    headers: countOf(headers, 'headers'),
    isInitial: initialblockdownload === true,
    progress: Number(verificationprogress ?? 1),
    keptFrom: pruned === true ? countOf(pruneheight ?? 0, 'pruneheight') : 0,
  };
}

function readVersion(answer: unknown): string {
  return String(recordOf(answer, 'network').subversion ?? '');
}

/** A coinbase is in no mempool: only an index tells it by its id. */
async function tryIndex({ node, state, transactions }: CoreProbeDeps, newest: number, signal?: AbortSignal) {
  if (newest === 0) return true;
  const { hash } = await state.head(signal);
  const coinbase = await node.ask('getblock', [hash.slice(2), 1], (answer) => readFirst(answer), signal);
  try {
    await transactions.ask(coinbase, { signal });
    return true;
  } catch (error) {
    if (error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'refused')) return false;
    throw error;
  }
}

function readFirst(answer: unknown) {
  const { tx } = recordOf(answer, 'block');
  return hashOf(Array.isArray(tx) ? tx[0] : undefined, 'tx[0]');
}

async function tryPreviousOutputs({ blocks }: CoreProbeDeps, newest: number, signal?: AbortSignal) {
  for (let number = newest; number > Math.max(0, newest - LOOKED_AT); number -= 1) {
    const { transactions } = await blocks.read(number, signal);
    const [input] = transactions.flatMap(({ inputs }) => inputs);
    if (input !== undefined) return input.spent !== undefined;
  }
  return undefined;
}

async function trySpenders(node: CoreClient, signal?: AbortSignal): Promise<boolean> {
  try {
    await node.ask('gettxspendingprevout', [[NOBODYS]], () => undefined, signal);
    return true;
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'unsupported') return false;
    throw error;
  }
}
