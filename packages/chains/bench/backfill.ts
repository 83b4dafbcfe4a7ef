import { cpus } from 'node:os';
import { type Address, createLogger, createSystemClock, type TransactionFact } from '@fundtrail/core';
import {
  type Anvil,
  deployPayer,
  deployTether,
  openChain,
  openStage,
  type Payer,
  startAnvil,
  type TransactionRequest,
  transferData,
} from '@fundtrail/testkit';
import { Interface, toQuantity } from 'ethers';
import { createRpcSource, type RpcSource, type TraceMode } from '../src/index.ts';

/** Above anvil's own bound of 300 blocks for trace_filter, so that ranges are cut as well. */
const BLOCKS = 400;
const TRANSACTIONS_PER_BLOCK = 25;
/** The quiet account is paid in every so manieth block. */
const QUIET_BLOCKS = 10;
/** Blocks that are asked for at the same time. */
const WIDTH = 8;
const KINDS = ['native', 'internal', 'token'] as const;
const PAYER_ABI = new Interface(['function payByDelegate(address library, address to) payable']);

export type BackfillRun = {
  readonly what: string;
  readonly blocks: number;
  readonly transactions: number;
  readonly legs: number;
  readonly requests: number;
  readonly seconds: number;
  readonly blocks_per_s: number;
  readonly legs_per_s: number;
};

export type BackfillReport = { readonly machine: string; readonly date: string; readonly runs: readonly BackfillRun[] };

type World = { readonly url: string; readonly busy: Address; readonly quiet: Address; readonly head: number };
type Read = (source: RpcSource, world: World) => Promise<readonly TransactionFact[]>;

/**
 * How fast facts come from a node: whole blocks in a row, by each kind of traces, and the histories of an account that is in every
 * block and of one that is in every tenth. The node is a local anvil, whose own work is part of the time.
 */
export async function runBackfillBench(options: { readonly json: boolean }): Promise<BackfillReport> {
  const anvil = await startAnvil();
  try {
    const world = await fill(anvil);
    const runs = [
      await measure('blocks, trace_block', 'trace', world, readBlocks),
      await measure('blocks, callTracer', 'debug', world, readBlocks),
      await measure('blocks, no traces', 'none', world, readBlocks),
      await measure('busy account, trace_filter', 'trace', world, readHistory('busy')),
      await measure('quiet account, trace_filter', 'trace', world, readHistory('quiet')),
      await measure('quiet account, by blocks', 'debug', world, readHistory('quiet')),
    ];
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
    const report = { machine, date: new Date().toISOString(), runs };
    print(report, options.json);
    return report;
  } finally {
    await anvil.stop();
  }
}

/** Fills the chain with payments of a token, of ether, and from inside a contract, in turn. */
async function fill({ url }: Anvil): Promise<World> {
  const chain = openChain(url);
  const stage = await openStage(url, createSystemClock());
  try {
    const [maker, busy] = stage.devAccounts as [Address, Address];
    const quiet: Address = `0x${'f'.repeat(40)}`;
    const tether = await deployTether(stage, maker);
    await tether.issue(10n ** 12n);
    await tether.send(maker, busy, 10n ** 9n);
    const payer = await deployPayer(stage, maker);
    await chain.mineBySelf(false);
    // Named, so that payments can be sent at the same time.
    let nonce = Number(await chain.ask('eth_getTransactionCount', [maker, 'latest']));
    for (let block = 0; block < BLOCKS; block += 1) {
      const lucky = block % QUIET_BLOCKS === 0 ? quiet : maker;
      await chain.ask('eth_sendTransaction', [paymentOf(0, { maker: busy, payer, token: tether.address, to: lucky })]);
      const payments = Array.from({ length: TRANSACTIONS_PER_BLOCK - 1 }, (_, place) =>
        paymentOf(place + 1, { maker, payer, token: tether.address, to: strangerOf(place + 1) }),
      ).map((payment) => ({ ...payment, nonce: toQuantity(nonce++) }));
      await Promise.all(payments.map((payment) => chain.ask('eth_sendTransaction', [payment])));
      await chain.mine();
    }
    return { url, busy, quiet, head: await chain.height() };
  } finally {
    await stage.close();
  }
}

function paymentOf(
  n: number,
  deal: { readonly maker: Address; readonly payer: Payer; readonly token: Address; readonly to: Address },
): TransactionRequest {
  const { maker: from, payer, token, to } = deal;
  const gas = toQuantity(200_000n);
  if (n % 3 === 0) return { from, gas, to: token, data: transferData(to, 1n) };
  if (n % 3 === 1) return { from, gas, to, value: toQuantity(1n) };
  const data = PAYER_ABI.encodeFunctionData('payByDelegate', [payer.library, to]);
  return { from, gas, to: payer.address, value: toQuantity(1n), data };
}

function strangerOf(n: number): Address {
  return `0x${n.toString(16).padStart(40, '1')}`;
}

async function measure(what: string, trace: TraceMode, world: World, read: Read): Promise<BackfillRun> {
  const context = {
    logger: createLogger({ level: 'silent' }),
    clock: createSystemClock(),
    signal: new AbortController().signal,
  };
  const source = await createRpcSource({ url: world.url, context, trace });
  const began = performance.now();
  const facts = await read(source, world);
  const seconds = (performance.now() - began) / 1_000;
  const legs = facts.reduce((sum, fact) => sum + fact.legs.length, 0);
  const run = { what, blocks: world.head + 1, transactions: facts.length, legs, requests: source.requests() };
  await source.close();
  const [blocks_per_s, legs_per_s] = [Math.round(run.blocks / seconds), Math.round(legs / seconds)];
  return { ...run, seconds: Math.round(seconds * 1_000) / 1_000, blocks_per_s, legs_per_s };
}

const readBlocks: Read = async (source, { head }) => {
  const facts: TransactionFact[] = [];
  const left = Array.from({ length: head + 1 }, (_, number) => number).values();
  const readOn = async (): Promise<void> => {
    for (const number of left) facts.push(...(await source.block(source.chain, number)).transactions);
  };
  await Promise.all(Array.from({ length: WIDTH }, readOn));
  return facts;
};

function readHistory(who: 'busy' | 'quiet'): Read {
  return async (source, { head, [who]: address }) => {
    const range = { fromBlock: 0, toBlock: head, maxRows: 1_000_000 };
    return (await source.history({ chain: source.chain, address, kinds: KINDS, ...range })).transactions;
  };
}

function print({ machine, date, runs }: BackfillReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, date, runs })}\n`);
    return;
  }
  const lines = runs.map(({ what, ...figures }) => {
    const cells = Object.values(figures).map((figure) => figure.toLocaleString('en').padStart(13));
    return `${what.padEnd(28)}${cells.join('')}`;
  });
  const names = ['blocks', 'transactions', 'legs', 'requests', 'seconds', 'blocks/s', 'legs/s'];
  const header = `${''.padEnd(28)}${names.map((name) => name.padStart(13)).join('')}`;
  process.stdout.write(`${machine}, ${date}\n${header}\n${lines.join('\n')}\n`);
}
