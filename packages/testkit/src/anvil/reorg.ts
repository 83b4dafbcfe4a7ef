import { FundtrailError, type Hash } from '@fundtrail/core';
import { ask } from './json-rpc.ts';
import { type MinedBlock, readBlock, type TransactionRequest } from './mined.ts';

/** Says what the new blocks hold: one list per block, as many as are abandoned or fewer. */
export type Keep = (abandoned: readonly MinedBlock[]) => readonly (readonly TransactionRequest[])[];

/** Nothing of the abandoned blocks comes again. */
export const keepNone: Keep = () => [];

/** Everything comes again in its place; only the blocks' hashes are others. */
export const keepAll: Keep = (abandoned) =>
  abandoned.map((block) => block.transactions.map((transaction) => transaction.request));

/** Everything comes again in the same order, but all of it in the last of the new blocks. */
export const keepInLastBlock: Keep = (abandoned) =>
  abandoned.map((_, place) => (place === abandoned.length - 1 ? keepAll(abandoned).flat() : []));

/** Everything but these comes again in its place; later transactions of their senders must not depend on them. */
export function keepAllBut(...dropped: readonly Hash[]): Keep {
  return (abandoned) =>
    abandoned.map((block) =>
      block.transactions.filter(({ hash }) => !dropped.includes(hash)).map((transaction) => transaction.request),
    );
}

/** What a reorganisation changed. */
export type Reorg = {
  /** The last block that both chains have. */
  readonly ancestor: MinedBlock;
  /** From the oldest on. */
  readonly abandoned: readonly MinedBlock[];
  /** As many, with the same numbers. */
  readonly blocks: readonly MinedBlock[];
  /** Transactions that are in no block any more. */
  readonly dropped: readonly Hash[];
};

/**
 * Replaces the last blocks by as many others: the head keeps its height.
 * @throws FundtrailError when a transaction that should be kept did not get in.
 */
export async function reorganise(url: string, depth: number, keep: Keep): Promise<Reorg> {
  const head = Number(await ask(url, 'eth_blockNumber'));
  const ancestor = await readBlock(url, head - depth);
  const abandoned = await readBlocks(url, head - depth + 1, head);
  const content = keep(abandoned);
  const pairs = content.flatMap((transactions, place) => transactions.map((request) => [request, place]));
  await distinctly(url, abandoned, () => ask(url, 'anvil_reorg', [depth, pairs]));
  const blocks = await readBlocks(url, head - depth + 1, head);
  for (const [place, block] of blocks.entries()) {
    const asked = content[place]?.length ?? 0;
    // Anvil leaves out without a word what has the wrong nonce or lacks the money.
    if (block.transactions.length !== asked) {
      throw new FundtrailError(
        'left_out',
        `block ${block.number} took ${block.transactions.length} of ${asked} transactions`,
      );
    }
  }
  const alive = new Set(blocks.flatMap((block) => block.transactions.map(({ hash }) => hash)));
  const before = abandoned.flatMap((block) => block.transactions.map(({ hash }) => hash));
  return { ancestor, abandoned, blocks, dropped: before.filter((hash) => !alive.has(hash)) };
}

/** With the same content, times and base fee a new block would be the old one: another miner makes it another. */
async function distinctly(url: string, abandoned: readonly MinedBlock[], mine: () => Promise<unknown>): Promise<void> {
  const [first] = abandoned;
  if (first === undefined) throw new FundtrailError('no_block', 'a reorganisation abandons at least one block');
  const { miner } = (await ask(url, 'eth_getBlockByHash', [first.hash, false])) as { miner: string };
  await ask(url, 'anvil_setCoinbase', [`0x${first.hash.slice(-40)}`]);
  try {
    await mine();
  } finally {
    await ask(url, 'anvil_setCoinbase', [miner]);
  }
}

async function readBlocks(url: string, first: number, last: number): Promise<MinedBlock[]> {
  const blocks: MinedBlock[] = [];
  for (let number = first; number <= last; number += 1) blocks.push(await readBlock(url, number));
  return blocks;
}
