import { type ChainId, InputError, isUtxo, LIVE_SPACE, NotFoundError, parseChain, parseHash } from '@fundtrail/core';
import type { Explained } from '@fundtrail/tracer';
import { createExplaining, type Explaining, type NetworkSource } from '@fundtrail/worker';
import type { Command } from 'commander';
import { formatExplained } from '../format/explained.ts';
import { readSourceChoice } from '../options/source.ts';
import type { Session } from '../session.ts';
import { withCommonOptions, withExamples } from './common.ts';
import { type ExplainUtxoOptions, explainCoins, type Subject } from './explain-utxo.ts';

type ExplainOptions = ExplainUtxoOptions;

const STDIN = '-';

/** `explain` */
export function addExplainCommand(program: Command, session: Session): void {
  const command = program
    .command('explain')
    .description(
      'what one transaction did: its legs, what they net to, swaps, and what the ledger would do; on UTXO chains its coins, its kind, CoinJoins and change',
    )
    .argument('[chain]', 'CAIP-2, e.g. eip155:1, or bip122:000000000019d6689c085ae165831e93 for Bitcoin')
    .argument('[tx]', 'hash of the transaction')
    .option(
      '--receipts <file>',
      'recorded transactions instead of a source: one JSON object per line {chainId, hash, tx, receipt, internal, blockTimestamp}, .gz or not, - is stdin; without <chain> <tx> all of them, one JSON object per line',
    )
    .option('--explorer <url>', 'ask this explorer API (Etherscan V2 or Blockscout)')
    .option('--rpc <url>', 'ask this node: an EVM node, or Bitcoin Core for a UTXO chain')
    .option(
      '--esplora <url|file>',
      'of UTXO chains: ask this Esplora API where it begins with http:// or https://, else read a file of transactions as Esplora answers them, one JSON object per line, a list or a single one, .gz or not, - is stdin; without <chain> <tx> all of them, one JSON object per line',
    )
    .option('--chain <caip2>', 'of a file of --esplora: the chain of its transactions (default: Bitcoin)')
    .option(
      '--taint <list>',
      'of UTXO chains: inputs to take for stolen, by comma: their places from 0, or the coins that they spend as <txid>:<vout>; tells what of each output is stolen then, under every policy',
    );
  withCommonOptions(command).action(
    async (chain: string | undefined, tx: string | undefined, options: ExplainOptions) => {
      const subject = readSubject(chain, tx);
      if (isAboutCoins(options, subject)) return explainCoins(session, options, subject);
      if (options.receipts !== undefined)
        return explainRecords(session, options, options.receipts, subject, createExplaining());
      if (subject === undefined) {
        throw new InputError(
          'no transaction is named',
          { field: '<chain> <tx>' },
          { remedy: 'Name one like eip155:1 0x…, or give a file of recorded ones with --receipts.' },
        );
      }
      const source = planSource(session, options, subject.chain);
      const explained = await session.withRuntime(options, { roles: [] }, async (runtime) => {
        const { explain } = createExplaining(await runtime.protocolAccounts.all(LIVE_SPACE));
        return explain(await runtime.readTransaction(source, subject.hash));
      });
      await tell(session, options, explained);
    },
  );
  withExamples(command, [
    'fundtrail explain eip155:1 0x20ecc226c438a8803a6195d8031ae7dd97a27351e6b7429621b36194121b9b76 --rpc http://localhost:8545',
    'fundtrail explain --receipts receipts.jsonl.gz > explained.jsonl',
    'fundtrail explain eip155:1 0x20ecc226c438a8803a6195d8031ae7dd97a27351e6b7429621b36194121b9b76 --receipts receipts.jsonl.gz',
    'fundtrail explain bip122:000000000019d6689c085ae165831e93 975ec405ac9dc9fa5ab8009d94d6a1fe31dff8a8127ea90d023104e52754e4d7 --esplora https://blockstream.info/api',
    'fundtrail explain --esplora transactions.jsonl.gz > explained.jsonl',
    'fundtrail explain --esplora transaction.json --taint 0,c03acb80562302248f8be621e765315345a85cd3856bf49583e97b0428342908:29',
  ]);
}

/** Everything but EVM chains: a file may name no chain at all. */
function isAboutCoins({ esplora, chain, taint }: ExplainOptions, subject: Subject | undefined): boolean {
  if (subject !== undefined && isUtxo(subject.chain)) return true;
  return esplora !== undefined || chain !== undefined || taint !== undefined;
}

function readSubject(chain: string | undefined, tx: string | undefined): Subject | undefined {
  if (chain === undefined) return undefined;
  const id = parseChain(chain, '<chain>');
  if (tx === undefined) {
    throw new InputError(
      'is missing',
      { field: '<tx>' },
      { remedy: `Give the hash after the chain: ${isUtxo(id) ? '' : '0x and '}64 hex digits.` },
    );
  }
  return { chain: id, hash: parseHash(tx, id, '<tx>') };
}

async function explainRecords(
  session: Session,
  options: ExplainOptions,
  file: string,
  subject: Subject | undefined,
  { explain, records }: Explaining,
): Promise<void> {
  if (options.rpc !== undefined || options.explorer !== undefined) {
    throw new InputError(
      '--receipts is given with a source',
      {},
      { remedy: 'Leave --rpc and --explorer out: recorded transactions are read offline.' },
    );
  }
  const name = file === STDIN ? 'stdin' : file;
  const text = file === STDIN ? await session.terminal.readStdin() : undefined;
  for await (const reading of records(name, text)) {
    session.terminal.signal.throwIfAborted();
    if (subject === undefined) {
      await session.terminal.print(`${JSON.stringify(explain(reading).explanation)}\n`);
    } else if (reading.fact.chain === subject.chain && reading.fact.hash === subject.hash) {
      return tell(session, options, explain(reading));
    }
  }
  if (subject === undefined) return;
  throw new NotFoundError(`${name} holds no transaction ${subject.hash} of ${subject.chain}`, {
    remedy: 'Leave <chain> <tx> out to see all of its transactions.',
  });
}

function planSource(session: Session, options: ExplainOptions, chain: ChainId): NetworkSource {
  const choice = readSourceChoice(options);
  if (choice.kind === 'explorer' || choice.kind === 'rpc') return { kind: choice.kind, chain, url: choice.url };
  const configured = session.settings(options).sourceOf(chain);
  if (configured !== undefined) return configured;
  throw new InputError(
    `no source of facts is known for ${chain}`,
    {},
    { remedy: 'Name one with --rpc or --explorer, configure one, or read a record with --receipts.' },
  );
}

function tell({ terminal }: Session, { json }: ExplainOptions, explained: Explained): Promise<void> {
  return terminal.print(
    json === true ? `${JSON.stringify(explained.explanation)}\n` : formatExplained(explained, terminal.colors),
  );
}
