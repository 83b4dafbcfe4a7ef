import {
  type AccountHistory,
  type Address,
  type ChainId,
  type Coin,
  type Coverage,
  type HistoryRequest,
  ownerOf,
  SourceError,
  type TransactionFact,
} from '@fundtrail/core';
import { unforked } from '../../transport/forked-read.ts';
import type { Blocks } from './blocks.ts';
import type { ChainState } from './chain-state.ts';
import type { CoreBlock } from './core-block.ts';
import type { CoreClient } from './core-client.ts';
import { type CoreTransaction, coinSpent } from './core-transaction.ts';
import { factOf } from './fact-of.ts';
import type { KnownTransactions } from './known-transactions.ts';
import { createPreviousOutputs } from './previous-outputs.ts';
import { scanBlocks } from './scan-blocks.ts';
import type { Transactions } from './transactions.ts';

/**
 * All transactions that pay an owner or spend its coins, by reading every block, since a node has no index of addresses: two requests a
 * block, at most `maxBlocks` of them. A node that does not tell what inputs spend (older than Core 23) can tell it from the chain's first
 * blocks on only: of coins that were made before the range, it does not tell when they were spent.
 */
export type ReadHistory = (request: HistoryRequest) => Promise<AccountHistory>;

export type HistoryDeps = {
  readonly node: CoreClient;
  readonly chain: ChainId;
  readonly state: ChainState;
  readonly blocks: Blocks;
  readonly transactions: Transactions;
  readonly known: KnownTransactions;
  readonly maxBlocks: number;
};

/** Block 0 holds nothing that can be spent. */
const FIRST_BLOCK = 1;
const NO_INPUTS =
  'the node does not tell what inputs spend (Bitcoin Core does from 23 on): spends of what was received before the range would be missing';

export function createReadHistory(deps: HistoryDeps): ReadHistory {
  return (request) =>
    unforked(async (again) => {
      if (again) {
        deps.blocks.doubt();
        await deps.state.head(request.signal);
      }
      return readHistory(deps, request);
    });
}

async function readHistory(deps: HistoryDeps, request: HistoryRequest): Promise<AccountHistory> {
  const { node, state, blocks, maxBlocks } = deps;
  const { fromBlock, toBlock, maxRows, signal } = request;
  const owner = ownerOf(request.address);
  const reach = Math.min(toBlock, await state.reach(toBlock, signal));
  const final = state.final();
  if (reach < fromBlock) {
    throw new SourceError('unreachable', node.id, `is behind: its newest block is ${reach}, not ${fromBlock} or later`);
  }
  const last = Math.min(reach, fromBlock + maxBlocks - 1);
  const rows: TransactionFact[] = [];
  const received = new Set<Coin>();
  const previous = createPreviousOutputs(deps);
  const told = (reached: number, reason?: string): AccountHistory =>
    answer(request, node.id, rows, reached, final, reason);

  for await (const block of scanBlocks(node.id, { fromBlock, toBlock: last, signal }, blocks.readExisting, headerOf)) {
    const { header } = block;
    for (const [place, transaction] of block.transactions.entries()) {
      if (fromBlock > FIRST_BLOCK && transaction.inputs.some(({ spent }) => spent === undefined)) {
        return unavailable(request, node.id, NO_INPUTS);
      }
      const isOwn = spendsOf(transaction, owner, received);
      for (const coin of coinsOf(transaction, owner)) received.add(coin);
      if (!isOwn && !pays(transaction, owner)) continue;
      const fact = factOf(node.id, await previous.whole(transaction, signal), header, place);
      previous.note(transaction);
      rows.push(fact);
    }
    if (rows.length > maxRows) return told(header.number, `more than ${maxRows} rows`);
  }
  return last === reach
    ? told(last)
    : told(last, `a node has no index of addresses, and at most ${maxBlocks} blocks are read one by one`);
}

const headerOf = ({ header }: CoreBlock) => header;

function spendsOf({ inputs }: CoreTransaction, owner: Address, received: ReadonlySet<Coin>): boolean {
  return inputs.some((input) => {
    const script = input.spent?.script;
    return script === undefined ? received.has(coinSpent(input)) : ownerOf(script) === owner;
  });
}

function pays({ outputs }: CoreTransaction, owner: Address): boolean {
  return outputs.some(({ script }) => ownerOf(script) === owner);
}

function coinsOf({ hash, outputs }: CoreTransaction, owner: Address): readonly Coin[] {
  return outputs.flatMap(({ script }, place) => (ownerOf(script) === owner ? [coinSpent({ tx: hash, place })] : []));
}

/** A transaction is whole: there is nothing of another kind that was left out. */
function answer(
  { chain, address, kinds, fromBlock }: HistoryRequest,
  source: string,
  transactions: readonly TransactionFact[],
  toBlock: number,
  final: number,
  reason: string | undefined,
): AccountHistory {
  const about = { chain, address, source, fromBlock, toBlock };
  const status = reason === undefined ? { status: 'complete' as const } : { status: 'truncated' as const, reason };
  const finality = final >= toBlock ? {} : { finalTo: Math.max(final, fromBlock - 1) };
  const coverage = kinds.map((kind): Coverage => ({ ...about, kind, ...status, ...finality }));
  return { transactions, contracts: [], coverage };
}

function unavailable({ chain, address, kinds, fromBlock, toBlock }: HistoryRequest, source: string, reason: string) {
  const about = { chain, address, source, fromBlock, toBlock, status: 'unavailable', reason } as const;
  return { transactions: [], contracts: [], coverage: kinds.map((kind) => ({ ...about, kind })) };
}
