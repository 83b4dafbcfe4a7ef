import { createEsploraSource, type Probed, probed } from '@fundtrail/chains';
import { coinOf, type Limiter, type ProviderConfig, rateOf } from '@fundtrail/core';
import type { CheckContext } from './bounded.ts';
import { createPace } from './pace.ts';

/** What an Esplora showed. */
export type EsploraReport = {
  readonly source: string;
  /** Hash of block 0, which the chain's id begins with. */
  readonly firstHash: Probed<string>;
  readonly head: Probed<{ readonly block: number; readonly time: number }>;
  /** Whether it can be asked what spends the outputs of a transaction. */
  readonly spends: Probed<true>;
  /** Answers that told to ask more slowly. */
  readonly limited: number;
  readonly requests: number;
};

/** A transaction that nobody has: a server that knows the question says so. */
const NOBODYS = coinOf(`0x${'0'.repeat(63)}1`, 0);

/** Asks an Esplora what it can do: six requests at most, one after the other. */
export async function askEsplora(provider: ProviderConfig, context: CheckContext): Promise<EsploraReport> {
  const { chain, url } = provider;
  const { signal } = context;
  const pace = createPace(context.clock, provider.kind);
  let limited = 0;
  const limiter: Limiter = {
    take: pace.take,
    slowDown: async (...how) => {
      limited += 1;
      await pace.slowDown(...how);
    },
  };
  const source = createEsploraSource({ url, chain, context, limiter, ...rateOf(provider) });
  try {
    const firstHash = await probed(async () => (await source.header(chain, 0, signal)).hash);
    const head = await probed(() => source.head(chain));
    const spends = await probed(async () => {
      const coins = [{ coin: NOBODYS, block: 0 }];
      await source.spends({ chain, coins, toBlock: 0, maxTransactions: 1, signal });
      return true as const;
    });
    return { source: source.id, firstHash, head, spends, limited, requests: source.requests() };
  } finally {
    await source.close();
  }
}
