import { type ChainId, type Source, splitAccountId } from '@fundtrail/core';
import type { CaseRow, OpenAccount } from '@fundtrail/store';
import { OPEN_END } from '../acquire/coverage.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { sourceFor } from '../source-for.ts';
import type { CaseReach } from './case-reach.ts';
import { type ChainFinality, createFinality, finalityOf, followedBy } from './finality.ts';

/** How a case stands on one of its chains, for one settle. */
export type ChainRun = {
  readonly chain: ChainId;
  /** Undefined: nothing is configured for the chain. */
  readonly source: Source | undefined;
  readonly finality: ChainFinality;
  /** Whether its blocks are followed. */
  readonly followed: boolean;
  /** While a chain is followed its accounts are read to different blocks for moments: only what all of them tell is replayed. */
  readonly upTo: number;
  /** Whether some account may lack blocks that following has passed already. */
  readonly behind: boolean;
};

/** The chains of a case: those of its seeds, and those on which it came to open something. */
export type ChainRuns = {
  /** Makes chains known. */
  know(chains: Iterable<ChainId>): Promise<void>;
  /** Of a chain that is not known nothing is. */
  of(chain: ChainId): ChainRun;
  all(): readonly ChainRun[];
};

export function createChainRuns(
  deps: TracerDependencies,
  reach: CaseReach,
  row: CaseRow,
  open: ReadonlyMap<string, OpenAccount>,
): ChainRuns {
  const known = new Map<ChainId, ChainRun>();
  const startChain = async (chain: ChainId): Promise<ChainRun> => {
    const source = await sourceFor(deps, row, chain);
    const followed = await followedBy(deps, row, chain, source);
    const own = [...open.values()].filter(({ account }) => splitAccountId(account).chain === chain);
    return {
      chain,
      source,
      finality: await finalityOf(deps, row, chain, source, followed),
      followed: followed?.position !== undefined,
      ...(await reach.of(row, chain, source, followed, own)),
    };
  };
  return {
    know: async (chains) => {
      for (const chain of new Set(chains)) if (!known.has(chain)) known.set(chain, await startChain(chain));
    },
    of: (chain) => known.get(chain) ?? { ...UNKNOWN, chain },
    all: () => [...known.values()],
  };
}

const UNKNOWN: Omit<ChainRun, 'chain'> = {
  source: undefined,
  finality: createFinality({ head: undefined, finalized: undefined }),
  followed: false,
  upTo: OPEN_END,
  behind: false,
};
