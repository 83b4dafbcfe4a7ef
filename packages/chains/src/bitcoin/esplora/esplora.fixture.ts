import { createHash } from 'node:crypto';
import type { Address, AnswerCache, Coin, Hash, SpendsRequest, TransactionFact } from '@fundtrail/core';
import {
  createUtxoBook,
  type EsploraFaultRule,
  type EsploraServer,
  type MadeOutput,
  type MadeTransaction,
  makeTransaction,
  startEsplora,
  type UtxoBook,
  type UtxoBookOptions,
} from '@fundtrail/testkit';
import { createTestClock, createTestContext } from '../../evm/explorer/test-source.ts';
import { createHttp } from '../../transport/http.ts';
import { createEsploraSource, type EsploraOptions, type EsploraSource } from './source.ts';

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
/** No answer of a loaded machine takes this long. */
const TIMEOUT_MS = 20_000;

export type Opened = {
  readonly book: UtxoBook;
  readonly server: EsploraServer;
  readonly source: EsploraSource;
  readonly slept: readonly number[];
  readonly lines: readonly string[];
  close(): Promise<void>;
};

export type OpenOptions = {
  readonly book?: UtxoBook;
  readonly chain?: UtxoBookOptions;
  readonly faults?: EsploraFaultRule;
  readonly pageSize?: number;
  /** Short only where a server keeps silent. */
  readonly timeoutMs?: number;
} & Partial<Pick<EsploraOptions, 'answers'>>;

/** A made chain, an Esplora of it, and a source of that whose pauses take no time. */
export async function openEsplora(options: OpenOptions = {}): Promise<Opened> {
  const { faults, answers, pageSize } = options;
  const book = options.book ?? createUtxoBook({ tip: 100, ...options.chain });
  const server = await startEsplora({
    backend: book,
    ...(faults === undefined ? {} : { faults }),
    ...(pageSize === undefined ? {} : { pageSize }),
  });
  const clock = createTestClock();
  const lines: string[] = [];
  const context = createTestContext(clock, lines);
  const http = createHttp({
    source: 'esplora:test',
    limitKey: 'test',
    rate: { perSecond: 1, burst: 1 },
    clock,
    logger: context.logger,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    ...(answers === undefined ? {} : { answers }),
  });
  const source = createEsploraSource({ url: server.url, chain: BITCOIN, context, http });
  return {
    book,
    server,
    source,
    slept: clock.slept,
    lines,
    close: async () => {
      await source.close();
      await server.close();
    },
  };
}

/** The script of a key that a name stands for (P2WPKH). */
export function script(name: string): Address {
  return `0x0014${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

export function output(name: string, amount: number): MadeOutput {
  return { script: script(name), amount };
}

/** A transaction that spends a coin of somewhere else. */
export function income(name: string, outputs: readonly MadeOutput[]): MadeTransaction {
  const tx: Hash = `0x${createHash('sha256').update(`income ${name}`).digest('hex')}`;
  const amount = outputs.reduce((sum, each) => sum + Number(each.amount), 0);
  return makeTransaction([{ tx, place: 0, spent: output('elsewhere', amount) }], outputs);
}

export function spend(
  inputs: readonly (readonly [MadeTransaction, number])[],
  outputs: readonly MadeOutput[],
): MadeTransaction {
  return makeTransaction(
    inputs.map(([{ hash }, place]) => ({ tx: hash, place })),
    outputs,
  );
}

export function coinAt(transaction: MadeTransaction, place = 0): Coin {
  return transaction.coins[place] as Coin;
}

export function ask(coins: readonly (readonly [Coin, number])[], more: Partial<SpendsRequest> = {}): SpendsRequest {
  return {
    chain: BITCOIN,
    coins: coins.map(([coin, block]) => ({ coin, block })),
    toBlock: 1_000,
    maxTransactions: 1_000,
    ...more,
  };
}

/** All coins that a transaction made. */
export function allCoins(fact: TransactionFact): readonly Coin[] {
  return fact.legs.flatMap((leg) => (leg.kind === 'output' ? [leg.to] : []));
}

export function createMemoryCache(): AnswerCache & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (key) => kept.get(key),
    put: async (key, body) => void kept.set(key, body),
  };
}
