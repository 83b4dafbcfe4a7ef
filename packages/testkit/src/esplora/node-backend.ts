import type { ChainId } from '@fundtrail/core';
import { createAskNode } from '../utxo-node/ask-node.ts';
import type { EsploraBackend } from './backend.ts';
import { createChainIndex } from './chain-index.ts';
import type { ListedInput, ListedTransaction } from './utxo-transaction.ts';

type NodeTransaction = {
  readonly txid: string;
  readonly version: number;
  readonly locktime: number;
  readonly vin: readonly NodeInput[];
  /** `value` in coins, as a float that holds every amount there is. */
  readonly vout: readonly { readonly value: number; readonly scriptPubKey: { readonly hex: string } }[];
};
type NodeInput = {
  readonly txid?: string;
  readonly vout?: number;
  readonly coinbase?: string;
  readonly scriptSig?: { readonly hex: string };
  readonly txinwitness?: readonly string[];
  readonly sequence: number;
};
type NodeBlock = {
  readonly hash: string;
  readonly time: number;
  readonly previousblockhash?: string;
  readonly tx: readonly NodeTransaction[];
};

const BASE_UNITS = 1e8;
const NO_TRANSACTION = '0'.repeat(64);
const ANY_PLACE = 2 ** 32 - 1;

/** The chain of a node that speaks Bitcoin Core's RPC, indexed block by block as it grows and is reorganised, and what waits in its mempool. */
export async function createNodeBackend(url: string): Promise<EsploraBackend> {
  const ask = createAskNode(url);
  const index = createChainIndex();
  const chain: ChainId = `bip122:${String(await ask('getblockhash', [0])).slice(0, 32)}`;
  let tip = -1;
  let update: Promise<unknown> = Promise.resolve();

  async function readBlock(hash: string): Promise<NodeBlock> {
    return (await ask('getblock', [hash, 2])) as NodeBlock;
  }

  async function follow(): Promise<void> {
    const best = String(await ask('getbestblockhash'));
    if (index.blockAt(tip)?.hash !== best) await followTo(best);
    await followMempool();
  }

  /** Downwards from the newest until a block is met that is known: what is above it was left. */
  async function followTo(best: string): Promise<void> {
    const fresh: NodeBlock[] = [];
    for (let hash: string | undefined = best; hash !== undefined && index.heightOf(hash) === undefined; ) {
      const block: NodeBlock = await readBlock(hash);
      fresh.push(block);
      hash = block.previousblockhash;
    }
    const parent = fresh.at(-1)?.previousblockhash ?? best;
    const fork = index.heightOf(parent) ?? -1;
    for (; tip > fork; tip -= 1) index.unmine(tip);
    for (const block of fresh.toReversed()) {
      tip += 1;
      const { hash, time, previousblockhash: previous } = block;
      index.mine(tip, { hash, time, previous }, block.tx.map(listed));
    }
  }

  async function followMempool(): Promise<void> {
    const ids = (await ask('getrawmempool')) as readonly string[];
    for (const txid of index.waiting()) if (!ids.includes(txid)) index.drop(txid);
    for (const txid of ids) {
      if (index.find(txid) === undefined)
        index.wait(listed((await ask('getrawtransaction', [txid, true])) as NodeTransaction));
    }
  }

  const blockAt: EsploraBackend['blockAt'] = (height) => {
    const block = index.blockAt(height);
    if (block === undefined) throw new RangeError(`there is no block ${height}`);
    return block;
  };
  const backend: EsploraBackend = {
    chain,
    index,
    async refresh() {
      const mine = update.catch(() => undefined).then(follow);
      update = mine;
      await mine;
    },
    tip: () => tip,
    blockAt,
    heightOf: index.heightOf,
    rawBlock: async (height) => Buffer.from(String(await ask('getblock', [blockAt(height).hash, 0])), 'hex'),
  };
  await backend.refresh();
  return backend;
}

function listed({ txid, version, locktime, vin, vout }: NodeTransaction): ListedTransaction {
  return {
    txid,
    version,
    locktime,
    vin: vin.map(listedInput),
    vout: vout.map(({ value, scriptPubKey }) => ({
      value: Math.round(value * BASE_UNITS),
      scriptpubkey: scriptPubKey.hex,
    })),
  };
}

function listedInput({ txid, vout, coinbase, scriptSig, txinwitness, sequence }: NodeInput): ListedInput {
  return {
    txid: txid ?? NO_TRANSACTION,
    vout: vout ?? ANY_PLACE,
    scriptsig: coinbase ?? scriptSig?.hex ?? '',
    ...(txinwitness === undefined ? {} : { witness: txinwitness }),
    is_coinbase: coinbase !== undefined,
    sequence,
  };
}
