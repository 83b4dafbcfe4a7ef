import { readdirSync } from 'node:fs';
import type { TransactionFact } from '@fundtrail/core';
import { eventOf, madeAddress, madeTransaction } from '../src/made.fixture.ts';
import { PROTOCOLS } from '../src/registry.ts';
import { CACHED, dataJson, dataPath, type Recorded } from './shared-files.ts';

/** The caches name a pool by network, symbol and amount; its address as the list of OFAC names it. For Arbitrum it is in no list here. */
const POOL_NAMES: Readonly<Record<string, string>> = {
  'ethereum cdai 5000': 'Tornado Cash: 5000 cDAI Pool',
  'ethereum usdc 100': 'Tornado Cash: 100 USDC Pool',
  'ethereum wbtc 0.1': 'Tornado Cash: 0.1 WBTC Pool',
};

type CachedEvent = {
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly commitment?: string;
  readonly leafIndex?: number;
  readonly timestamp?: string;
  readonly to?: string;
  readonly nullifierHash?: string;
  readonly fee?: string;
};

/** Events of mixers as its own program caches them: each a transaction with the log that its pool emitted, and nothing else of it. */
export function cachedTornado(): readonly Recorded[] {
  const adapter = PROTOCOLS.find(({ protocol }) => protocol === 'tornado');
  if (adapter === undefined) return [];
  const events = { deposits: eventOf(adapter, 'Deposit'), withdrawals: eventOf(adapter, 'Withdrawal') };
  const addresses = dataJson<readonly { readonly role: string; readonly address: string }[]>('bridges/addresses.json');
  return readdirSync(dataPath('bridges/fixtures/tornado')).flatMap((file): readonly Recorded[] => {
    const [, network, kind, symbol, amount] = /^(\w+?)__(\w+?)_(\w+?)_([\d.]+)\.json$/.exec(file) ?? [];
    const role = POOL_NAMES[`${network} ${symbol} ${amount}`];
    const pool = addresses.find((row) => row.role === role)?.address.toLowerCase();
    if (pool === undefined || (kind !== 'deposits' && kind !== 'withdrawals')) return [];
    return dataJson<readonly CachedEvent[]>(`bridges/fixtures/tornado/${file}`).map((cached): Recorded => {
      const args =
        kind === 'deposits'
          ? [cached.commitment, cached.leafIndex, cached.timestamp]
          : [cached.to, cached.nullifierHash, madeAddress('0'), cached.fee];
      const made = madeTransaction({ chain: 'eip155:1', logs: [{ from: pool, event: events[kind], args }] });
      const fact: TransactionFact = { ...made, hash: cached.transactionHash, block: cached.blockNumber, whole: [] };
      return { file: CACHED, names: [kind], fact, made: 'all but the event of the pool' };
    });
  });
}
