import { type AccountId, InputError, parseAmount, parseChain, parsePolicies, TOTAL_KINDS } from '@fundtrail/core';
import type { AccountView, Cases, TaintedFilter } from '@fundtrail/tracer';
import type { Command } from 'commander';
import { formatTainted } from '../format/tainted-table.ts';
import { parseWhole } from '../options/numbers.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { readHolder } from './read-holder.ts';

type TaintedOptions = CommonOptions & {
  readonly policy?: string;
  readonly chain?: string;
  readonly asset?: string;
  readonly kind?: string;
  readonly minOrigin?: string;
  readonly account?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly all?: boolean;
};

const DEFAULT_LIMIT = '100';
const PAGE = 1_000;

/** `tainted` */
export function addTaintedCommand(program: Command, session: Session): void {
  const command = program
    .command('tainted')
    .description('the accounts that received stolen money, fewest hops first')
    .argument('<case>', 'its id, the beginning of its id, or last')
    .option('--policy <policy>', 'which amounts are shown and compared (default: the lead policy)')
    .option('--chain <caip2>', 'only accounts of this chain')
    .option('--asset <asset>', 'only this asset: native, a token contract or a CAIP-19 asset')
    .option('--kind <kind>', `only one kind: ${TOTAL_KINDS.join(', ')}`)
    .option('--min-origin <base units>', 'only accounts that received at least this much of what was stolen')
    .option(
      '--account <account>',
      'only this account; on UTXO chains an address, an output <txid>:<place>, or the <txid> of a CoinJoin',
    )
    .option('--limit <number>', 'rows of a page', DEFAULT_LIMIT)
    .option('--cursor <cursor>', 'next_cursor of the page before')
    .option('--all', 'every page');
  withCommonOptions(command).action(async (name: string, options: TaintedOptions) => {
    const rest = readFilter(options);
    const limit = parseWhole(options.limit, '--limit', 1);
    await session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const id = await findCase(cases, name);
      const filter = { ...rest, ...(await readAccount(cases, id, options.account, rest.chain)) };
      const page =
        options.all === true
          ? await everyPage(cases, id, filter)
          : await onePage(cases, id, filter, limit, options.cursor);
      if (options.json === true) return session.terminal.print(jsonText(page));
      const policy = filter.policy ?? (await cases.show(id)).policies[0] ?? 'haircut';
      await session.terminal.print(formatTainted(page.items, policy));
      if (page.next_cursor !== null) session.terminal.say(`More: --cursor ${page.next_cursor}, or --all\n`);
    });
  });
  withExamples(command, [
    'fundtrail tainted last --kind exchange',
    'fundtrail tainted last --policy fifo --min-origin 1000000000000000000 --json',
  ]);
}

function readFilter(options: TaintedOptions): TaintedFilter {
  const [policy] = options.policy === undefined ? [] : parsePoliciesOrPoison(options.policy);
  const chain = options.chain === undefined ? undefined : parseChain(options.chain, '--chain');
  const kind = TOTAL_KINDS.find((known) => known === options.kind);
  if (options.kind !== undefined && kind === undefined) {
    throw new InputError(
      `${JSON.stringify(options.kind)} is not a kind`,
      { field: '--kind' },
      { remedy: `Choose from ${TOTAL_KINDS.join(', ')}.` },
    );
  }
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(chain === undefined ? {} : { chain }),
    ...(options.asset === undefined ? {} : { asset: options.asset }),
    ...(kind === undefined ? {} : { kind }),
    ...(options.minOrigin === undefined ? {} : { minOrigin: parseAmount(options.minOrigin, '--min-origin') }),
  };
}

async function readAccount(
  cases: Cases,
  id: string,
  text: string | undefined,
  chain: string | undefined,
): Promise<{ readonly account?: AccountId }> {
  return text === undefined ? {} : { account: await readHolder(cases, id, text, chain, '--account') };
}

// Poison cannot lead a case, but its flags can be looked at.
function parsePoliciesOrPoison(text: string): readonly NonNullable<TaintedFilter['policy']>[] {
  return text === 'poison' ? ['poison'] : parsePolicies([text], '--policy');
}

type Page = { readonly items: readonly AccountView[]; readonly next_cursor: string | null };

function onePage(
  cases: Cases,
  id: string,
  filter: TaintedFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page> {
  return cases.tainted(id, filter, { limit, ...(cursor === undefined ? {} : { cursor }) });
}

async function everyPage(cases: Cases, id: string, filter: TaintedFilter): Promise<Page> {
  const items: AccountView[] = [];
  let cursor: string | undefined;
  do {
    const page = await onePage(cases, id, filter, PAGE, cursor);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return { items, next_cursor: null };
}
