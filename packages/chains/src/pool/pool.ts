import {
  type BlockFacts,
  type ChainId,
  type Context,
  type Disputes,
  type Hash,
  InputError,
  isUtxo,
  LIVE_SPACE,
  type Source,
  SourceError,
  type TransactionFact,
} from '@fundtrail/core';
import { readAgreedSpends } from './agreed-spends.ts';
import { type AgreementDeps, askTogether, type Comparison } from './agreement.ts';
import { describeBlock, describeTransaction, isSameBlock, isSameTransaction } from './canonical.ts';
import { type Answered, askInTurn, type Question } from './failover.ts';
import { createHeads } from './heads.ts';
import { readCombinedHistory } from './history.ts';
import { readLogsInTurn } from './logs-in-turn.ts';
import { createMember, type Member } from './member.ts';
import { readSpendsInTurn } from './spends-in-turn.ts';
import { readWholeTransaction } from './whole-transaction.ts';

export type PoolOptions = {
  readonly chain: ChainId;
  /** Nodes, explorers and Esploras of the chain, the preferred first. */
  readonly members: readonly Source[];
  /** How many must agree on what is read; 1 when left out: what two of them happen to tell is compared all the same. */
  readonly quorum?: number;
  readonly disputes: Disputes;
  readonly context: Context;
  /** Blocks that a member may lag behind the others before it is left out; about two minutes' when left out. */
  readonly maxLag?: number;
};

/**
 * One source made of several providers of a chain: each question goes to those that can tell, the healthy and preferred first, and to
 * the next when one fails; a quorum is asked at once and compared. One provider alone is that provider, unchanged.
 * @throws InputError where a member is of another chain or named twice, or there are fewer than must agree.
 */
export function createPool(options: PoolOptions): Source {
  const { chain, context, disputes } = options;
  const quorum = options.quorum ?? 1;
  checkMembers(options, quorum);
  const [only, ...others] = options.members;
  if (only !== undefined && others.length === 0) return only;

  const id = `pool:${chain}`;
  const members = options.members.map((source) => createMember(source, context));
  const nodes = members.filter((member) => member.isNode);
  const nodesFirst = [...nodes, ...members.filter((member) => !member.isNode)];
  /** Who has an index says in a few requests what others find by reading blocks. */
  const readsBlocks = ({ source }: Member): boolean => source.searchesBy === 'blocks';
  const indexesFirst = [...members.filter((member) => !readsBlocks(member)), ...members.filter(readsBlocks)];
  /** An explorer is told a time; a node is asked for the heads of blocks until that stands between two. */
  const timesFirst = isUtxo(chain) ? indexesFirst : [...members.filter((member) => !member.isNode), ...nodes];
  const heads = createHeads({ ...options, pool: id, members, quorum });
  const agreement: AgreementDeps = { pool: id, chain, quorum, disputes };

  function checkChain(asked: ChainId): void {
    if (asked !== chain) throw new SourceError('unsupported', id, `answers for ${chain}, not for ${asked}`);
  }

  async function agreed<T>(
    asked: readonly Member[],
    question: Question<T>,
    comparison: Comparison<T>,
  ): Promise<readonly Answered<T>[]> {
    if (quorum > 1) return askTogether(agreement, heads.usable(asked), question, comparison);
    const answer = await askInTurn(id, heads.usable(asked), question);
    return answer === undefined ? [] : [answer];
  }

  function firstOf<T>(answers: readonly Answered<T>[], what: string): T {
    const [first] = answers;
    if (first === undefined) throw new SourceError('unsupported', id, `none of its providers tells ${what}`);
    return first.value;
  }

  const transactions: Comparison<TransactionFact> = { same: isSameTransaction, describe: describeTransaction };
  const blocks: Comparison<BlockFacts> = { same: isSameBlock, describe: describeBlock };
  const balances: Comparison<bigint> = { same: (one, other) => one === other, describe: String };

  const whole = (hash: Hash, signal?: AbortSignal): Promise<TransactionFact> => {
    const put = (source: Source): Promise<TransactionFact> => source.transaction(chain, hash, signal);
    const question: Question<TransactionFact> = { what: `transaction ${hash}`, kind: 'transaction', signal, put };
    return readWholeTransaction({ ...agreement, members: heads.usable(nodesFirst) }, question, transactions);
  };

  const offersHeader = members.some(({ source }) => source.header !== undefined);
  return {
    id,
    coverageIds: [...new Set([...members.flatMap(({ source }) => source.coverageIds), id])],
    space: LIVE_SPACE,
    chains: [chain],
    fullHistory: false,
    ...(isUtxo(chain) ? {} : { opening: nodes.length === members.length ? 'balance' : 'history' }),
    async head(asked) {
      checkChain(asked);
      return heads.head();
    },
    async history(request) {
      checkChain(request.chain);
      return readCombinedHistory({ ...agreement, members: indexesFirst, heads }, request);
    },
    async transaction(asked, hash, signal) {
      checkChain(asked);
      return whole(hash, signal);
    },
    ...(members.some(({ source }) => source.reading !== undefined)
      ? {
          async reading(asked, hash, signal) {
            checkChain(asked);
            const what = `transaction ${hash}`;
            const put = async (source: Source) => source.reading?.(chain, hash, signal);
            const told = await askInTurn(id, heads.usable(nodesFirst), { what, kind: 'reading', signal, put });
            // What it moved is read as any transaction is: together, and held against each other.
            return { ...firstOf(told === undefined ? [] : [told], what), fact: await whole(hash, signal) };
          },
        }
      : {}),
    ...(nodes.length === 0
      ? {}
      : {
          async block(asked, number, signal) {
            checkChain(asked);
            const what = `block ${number}`;
            const put = async (source: Source): Promise<BlockFacts | undefined> =>
              source.block?.(chain, number, signal);
            const answers = await agreed(nodes, { what, kind: 'block', signal, put }, blocks);
            const mostTold = (block: BlockFacts): number =>
              block.transactions.reduce((sum, fact) => sum + fact.whole.length, 0);
            return firstOf(
              [...answers].sort((a, b) => mostTold(b.value) - mostTold(a.value)),
              what,
            );
          },
        }),
    ...(nodes.length === 0 || isUtxo(chain)
      ? {}
      : {
          async balance(asked, address, asset, block, signal) {
            checkChain(asked);
            const what = `balance of ${address} in ${asset} at block ${block}`;
            const put = async (source: Source): Promise<bigint | undefined> =>
              source.balance?.(chain, address, asset, block, signal);
            try {
              const [answer] = await agreed(nodes, { what, kind: 'balance', signal, put }, balances);
              return answer?.value;
            } catch (error) {
              if (error instanceof SourceError && error.failure === 'unsupported') return undefined;
              throw error;
            }
          },
        }),
    ...(isUtxo(chain)
      ? {
          async spends(request) {
            checkChain(request.chain);
            const read = quorum > 1 ? readAgreedSpends : readSpendsInTurn;
            return read({ ...agreement, members: indexesFirst, heads }, request);
          },
          async pending(asked, coins, signal) {
            checkChain(asked);
            const put = async (source: Source) => source.pending?.(chain, coins, signal);
            const what = 'what waits in the mempool';
            return (await askInTurn(id, heads.usable(nodesFirst), { what, kind: 'pending', signal, put }))?.value ?? [];
          },
        }
      : {}),
    ...(offersHeader
      ? {
          async header(asked, number, signal) {
            checkChain(asked);
            const what = `header of block ${number}`;
            const put = async (source: Source) => source.header?.(chain, number, signal);
            const answer = await askInTurn(id, heads.usable(nodesFirst), { what, kind: 'header', signal, put });
            return firstOf(answer === undefined ? [] : [answer], what);
          },
        }
      : {}),
    ...(!isUtxo(chain) && members.some(({ source }) => source.logs !== undefined)
      ? {
          async logs(request) {
            checkChain(request.chain);
            return readLogsInTurn(id, { members, heads }, request);
          },
        }
      : {}),
    ...(members.some(({ source }) => source.blockAt !== undefined)
      ? {
          async blockAt(asked, time, signal) {
            checkChain(asked);
            const what = `the block at time ${time}`;
            const put = async (source: Source) => source.blockAt?.(chain, time, signal);
            const answer = await askInTurn(id, heads.usable(timesFirst), { what, kind: 'block at', signal, put });
            return firstOf(answer === undefined ? [] : [answer], what);
          },
        }
      : {}),
    async finalized(asked, signal) {
      checkChain(asked);
      return heads.finalized(signal);
    },
    async isContract(asked, address) {
      checkChain(asked);
      const put = (source: Source): Promise<boolean | undefined> => source.isContract(chain, address);
      const question: Question<boolean> = { what: `whether ${address} has code`, kind: 'code', put };
      return (await askInTurn(id, heads.usable(nodesFirst), question))?.value;
    },
    requests: () => members.reduce((sum, { source }) => sum + source.requests(), 0),
    async close() {
      await Promise.all(members.map(({ source }) => source.close()));
    },
  };
}

function checkMembers({ chain, members }: PoolOptions, quorum: number): void {
  for (const { id, chains } of members) {
    if (chains.length > 0 && !chains.includes(chain)) {
      throw new InputError(
        `${id} is a provider of ${chains.join(', ')}, not of ${chain}`,
        { field: 'providers' },
        { remedy: 'Give each chain providers of its own.' },
      );
    }
  }
  const ids = members.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) < place);
  if (twice !== undefined) {
    throw new InputError(`${twice} is named twice`, { field: 'providers' }, { remedy: 'Name each provider once.' });
  }
  if (!Number.isInteger(quorum) || quorum < 1 || members.length < quorum) {
    throw new InputError(
      `${quorum} providers of ${chain} cannot agree where there are ${members.length}`,
      { field: 'quorum' },
      { remedy: 'Add providers, or lower the quorum.' },
    );
  }
}
