import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createProtocols, wrappedNative } from '@fundtrail/attribution';
import { createBridgeReader } from '@fundtrail/bridges';
import { readRecords } from '@fundtrail/chains';
import { type Address, splitAccountId, type TransactionReading } from '@fundtrail/core';
import { createExplain, type Explained } from '../src/index.ts';

/**
 * What became of one trader's swap. `native_missing`: the record lacks internal value, and with it the native side; it is
 * neither recognised nor missed.
 */
export type Outcome = 'recognised' | 'native_missing' | 'not_recognised';

export type SwapSeen = {
  readonly file: string;
  readonly tx: string;
  readonly trader: Address | undefined;
  readonly protocols: readonly string[];
  readonly outcome: Outcome;
  /** Why it is not recognised. */
  readonly reason?: string;
};

export type Recognition = {
  readonly transactions: number;
  readonly swaps: readonly SwapSeen[];
  /** Transactions without a swap in which something was converted, e.g. liquidity. */
  readonly otherConversions: number;
};

/** topic0 of the events by which pools and settlements say that they swapped, with what emits them. */
const SWAP_TOPICS: ReadonlySet<string> = new Set([
  // Uniswap V2, V3 and V4, PancakeSwap V3, Solidly.
  '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822',
  '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67',
  '0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca94dd84ad7112f',
  '0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83',
  '0xb3e2773606abfd36b5bd91394b3a54d1398336c65005baf7bf7a05efeffaf75b',
  // Curve: two kinds of pool, and pools of pools.
  '0x8b3e96f2b889fa771c53c981b40daf005f63f637f1869f707052d15a3dd97140',
  '0xb2e76ae99761dc136e598d4a629bb347eccb9532a5f8bbd72e18467c3c34cc98',
  '0x143f1f8e861fbdeddd5b46e844b7d3ac7b86a122f36e8c463859ee6811b1f29c',
  '0xd013ca23e77a65003c2c659c5442c00c805371b7fc1ebd4c206c41d1536bd90b',
  // Balancer 1, 2 and 3.
  '0x908fb5ee8f16c6bc9bc3690973819f32a4d4b10188134543c88706e0e1d43378',
  '0x2170c741c41531aec20e7c107c24eecfdd15e69c9bb0a8dd37b1840b9e0b207b',
  '0x0874b2d545cb271cdbda4e093020c452328b24af12382ed62c4d00f5c26709db',
]);
/** topic0 of CoW's `Trade`: one per order, its owner the first argument. */
const TRADE_TOPIC = '0xa07a543ab8a018198e99ca0184c93fe9050a79400a0a723441f84de1d972cc17';
/** Their pools hold the native asset itself, so nothing is unwrapped to pay it. */
const NATIVE_POOLS: ReadonlySet<string> = new Set(['uniswap_v1', 'uniswap_v4']);
/** How the recordings are called in which somebody swaps. */
const SWAP_NAMES = /swap|trade|_buy_|_sell_/i;
/** These say swap of the exchange, not of what was done. */
const OTHER_NAMES = /liquidity|airdrop|claim|refund|invalidate|balances|deposit|withdraw|gauge|vote|lock/i;

/** Explains every recorded transaction of a folder and says of each trader's swap what became of it. */
export async function measureRecognition(folder: string): Promise<Recognition> {
  const protocols = createProtocols();
  const explain = createExplain(protocols, createBridgeReader());
  const swaps: SwapSeen[] = [];
  let transactions = 0;
  let otherConversions = 0;
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith('.jsonl.gz'))
    .sort()) {
    const names = await recordingNames(join(folder, name));
    for await (const reading of readRecords(join(folder, name), { wrapped: wrappedNative })) {
      transactions += 1;
      const explained = explain(reading);
      if (isSwap(reading, names.get(reading.fact.hash) ?? [])) {
        const about = { file: basename(name, '.jsonl.gz'), tx: reading.fact.hash, protocols: protocols.named(reading) };
        for (const trader of tradersOf(reading))
          swaps.push({ ...about, trader, ...outcomeOf(reading, explained, about.protocols, trader) });
      } else if (explained.explanation.conversions.length > 0) otherConversions += 1;
    }
  }
  return { transactions, swaps, otherConversions };
}

function isSwap({ logs }: TransactionReading, names: readonly string[]): boolean {
  if (logs.some(({ topics: [topic = ''] }) => SWAP_TOPICS.has(topic) || topic === TRADE_TOPIC)) return true;
  return names.some((name) => SWAP_NAMES.test(name) && !OTHER_NAMES.test(name));
}

/** The owners of the orders; where there are none, whoever the explanation finds (undefined). */
function tradersOf({ logs }: TransactionReading): readonly (Address | undefined)[] {
  const owners = logs.flatMap(({ topics: [topic, owner] }) =>
    topic === TRADE_TOPIC && owner !== undefined ? [`0x${owner.slice(-40)}`] : [],
  );
  return owners.length === 0 ? [undefined] : [...new Set(owners)];
}

function outcomeOf(
  reading: TransactionReading,
  { explanation }: Explained,
  protocols: readonly string[],
  trader: Address | undefined,
): Pick<SwapSeen, 'outcome' | 'reason'> {
  const { fact } = reading;
  const addressOf = (account: string): Address => splitAccountId(account).address.toLowerCase();
  const converting = explanation.conversions.map(({ account }) => addressOf(account));
  if (!fact.success) return { outcome: 'not_recognised', reason: 'the transaction failed' };
  const own = explanation.net.filter(({ account }) => addressOf(account) === (trader ?? fact.sender));
  const gave = own.filter(({ delta }) => delta.startsWith('-'));
  // Who sends and pays is the trader; a maker that converts beside is not who is looked for.
  const wanted = trader ?? (gave.length > 0 ? fact.sender : undefined);
  const recognised = wanted === undefined ? converting.length > 0 : converting.includes(wanted);
  if (recognised) return { outcome: 'recognised' };
  const native = `${fact.chain}/slip44:`;
  const noted = (pattern: RegExp): boolean => explanation.notes.some((note) => pattern.test(note));
  const paysNative = noted(/ unwrapped /) || protocols.some((name) => NATIVE_POOLS.has(name));
  const lacksPayment = gave.some(({ asset }) => !asset.startsWith(native)) && own.length === gave.length && paysNative;
  const lacksPrice = gave.length === 0 && noted(/ wrapped /);
  if (!fact.whole.includes('internal') && (lacksPayment || lacksPrice)) return { outcome: 'native_missing' };
  return { outcome: 'not_recognised', reason: reasonOf(reading, explanation, gave.length > 0) };
}

function reasonOf({ to }: TransactionReading, { net }: Explained['explanation'], gave: boolean): string {
  const called = net.filter(({ account }) => splitAccountId(account).address.toLowerCase() === to);
  const trades =
    called.some(({ delta }) => delta.startsWith('-')) && called.some(({ delta }) => !delta.startsWith('-'));
  if (trades) return 'the contract that was called traded with its own money';
  return gave
    ? 'what the sender gave for it stayed in a contract, or was paid out on another chain'
    : 'the sender only relayed: what is swapped came from another chain';
}

/** What the recordings of each transaction are called, by hash. */
async function recordingNames(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const lines = gunzipSync(await readFile(path))
    .toString('utf8')
    .split('\n');
  return new Map(
    lines.flatMap((line) => {
      if (line === '') return [];
      const { hash, tests } = JSON.parse(line) as { readonly hash: string; readonly tests?: readonly string[] };
      return [[hash.toLowerCase(), (tests ?? []).map((test) => test.split('/').at(-1) ?? '')] as const];
    }),
  );
}
