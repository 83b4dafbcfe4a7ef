import {
  type ChainId,
  type Hash,
  InputError,
  type InputPlace,
  isUtxo,
  LIVE_SPACE,
  NotFoundError,
  parseChain,
} from '@fundtrail/core';
import type { TaintMarks, UtxoReading } from '@fundtrail/tracer';
import {
  createExplaining,
  createTaintMarks,
  type Explaining,
  type NetworkSource,
  readingOfFact,
  stolenThrough,
} from '@fundtrail/worker';
import { formatUtxo } from '../format/utxo-report.ts';
import { readSourceChoice } from '../options/source.ts';
import type { CommonOptions, Session } from '../session.ts';

export type ExplainUtxoOptions = CommonOptions & {
  readonly receipts?: string;
  readonly explorer?: string;
  readonly rpc?: string;
  readonly esplora?: string;
  readonly chain?: string;
  readonly taint?: string;
};

export type Subject = { readonly chain: ChainId; readonly hash: Hash };

type FileRequest = {
  readonly file: string;
  readonly chain: ChainId;
  readonly subject: Subject | undefined;
  readonly marks: TaintMarks;
};

const STDIN = '-';
const BITCOIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';
const WEB = /^https?:\/\//i;
const NO_MARKS: TaintMarks = { of: () => [], requireMet: () => undefined };

/** Explains transactions of UTXO chains: one that a source tells, or those of a file. */
export async function explainCoins(
  session: Session,
  options: ExplainUtxoOptions,
  subject: Subject | undefined,
): Promise<void> {
  const chain = readChainOf(options, subject);
  refuseEvmSources(options);
  const marks = options.taint === undefined ? NO_MARKS : createTaintMarks(options.taint);
  const { esplora } = options;
  if (esplora !== undefined && !WEB.test(esplora)) {
    return explainFile(session, options, { file: esplora, chain, subject, marks });
  }
  if (subject === undefined) {
    throw new InputError(
      'no transaction is named',
      { field: '<chain> <tx>' },
      { remedy: `Name one like ${BITCOIN} <txid>, or give --esplora a file of recorded ones.` },
    );
  }
  const source = planSource(session, options, chain);
  const { fact, explaining } = await session.withRuntime(options, { roles: [] }, async (runtime) => ({
    explaining: createExplaining(await runtime.protocolAccounts.all(LIVE_SPACE)),
    fact: (await runtime.readTransaction(source, subject.hash)).fact,
  }));
  await tell(session, options, explaining, readingOfFact(fact), markedIn(fact, marks));
}

async function explainFile(
  session: Session,
  options: ExplainUtxoOptions,
  { file, chain, subject, marks }: FileRequest,
): Promise<void> {
  const { terminal } = session;
  const name = file === STDIN ? 'stdin' : file;
  const text = file === STDIN ? terminal.stdin() : undefined;
  const explaining = createExplaining();
  const { esploraRecords, explainCoins } = explaining;
  for await (const { line, reading } of esploraRecords(name, chain, text)) {
    terminal.signal.throwIfAborted();
    const { fact } = reading;
    if (subject === undefined) {
      const marked = marks.of(fact);
      const explanation = placed({ file: name, line }, () => explainCoins(reading, marked));
      await terminal.print(`${JSON.stringify(explanation)}\n`);
    } else if (fact.hash === subject.hash) {
      const marked = markedIn(fact, marks);
      return placed({ file: name, line }, () => tell(session, options, explaining, reading, marked));
    }
  }
  if (subject === undefined) return marks.requireMet();
  throw new NotFoundError(`${name} holds no transaction ${subject.hash.slice(2)}`, {
    remedy: 'Leave <chain> <tx> out to see all of its transactions.',
  });
}

function tell(
  { terminal }: Session,
  { json }: ExplainUtxoOptions,
  { explainCoins }: Explaining,
  reading: UtxoReading,
  marked: readonly number[],
): Promise<void> {
  const explanation = explainCoins(reading, marked);
  return terminal.print(
    json === true
      ? `${JSON.stringify(explanation)}\n`
      : formatUtxo(explanation, stolenThrough(reading.fact, marked), terminal.colors),
  );
}

/** @throws InputError where a mark has no input in this one transaction */
function markedIn(fact: UtxoReading['fact'], marks: TaintMarks): readonly number[] {
  const marked = marks.of(fact);
  marks.requireMet();
  return marked;
}

function placed<T>(place: InputPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}

/** Bitcoin, where nothing says otherwise: then a file of another network must be called one. */
function readChainOf({ chain, esplora }: ExplainUtxoOptions, subject: Subject | undefined): ChainId {
  const named = chain === undefined ? undefined : parseChain(chain, '--chain');
  if (named !== undefined && subject !== undefined && named !== subject.chain) {
    throw new InputError(
      `${named} is not ${subject.chain}`,
      { field: '--chain' },
      { remedy: 'Leave --chain out where <chain> <tx> is given.' },
    );
  }
  const found = subject?.chain ?? named ?? BITCOIN;
  if (isUtxo(found)) return found;
  throw new InputError(
    `${found} is not a UTXO chain`,
    { field: esplora === undefined ? '--taint' : '--esplora' },
    { remedy: `Esplora and marks of inputs are of chains like Bitcoin, ${BITCOIN}.` },
  );
}

function refuseEvmSources({ receipts, explorer, rpc, esplora }: ExplainUtxoOptions): void {
  const known = 'Sources of UTXO chains are --esplora and, as a Bitcoin Core node, --rpc.';
  if (receipts !== undefined)
    throw new InputError('receipts are of EVM chains', { field: '--receipts' }, { remedy: known });
  if (explorer !== undefined) {
    throw new InputError('explorers of this kind know EVM chains only', { field: '--explorer' }, { remedy: known });
  }
  if (rpc === undefined || esplora === undefined) return;
  const remedy = WEB.test(esplora) ? 'Name one of them.' : 'Leave --rpc out: recorded transactions are read offline.';
  throw new InputError('--esplora and --rpc are both given', {}, { remedy });
}

function planSource(session: Session, options: ExplainUtxoOptions, chain: ChainId): NetworkSource {
  const choice = readSourceChoice(options);
  if (choice.kind === 'esplora' || choice.kind === 'rpc') return { kind: choice.kind, chain, url: choice.url };
  const configured = session.settings(options).sourceOf(chain);
  if (configured !== undefined) return configured;
  throw new InputError(
    `no source of facts is known for ${chain}`,
    {},
    { remedy: 'Name one with --esplora or --rpc, configure one, or read a file of transactions with --esplora.' },
  );
}
