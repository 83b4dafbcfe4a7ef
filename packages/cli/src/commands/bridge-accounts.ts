import { formatAddress, LIVE_SPACE } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';
import { readAccountsCsv } from '@fundtrail/worker';
import type { Command } from 'commander';
import { formatTable } from '../format/table.ts';
import { createFiles } from '../options/files.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

type AccountsOptions = CommonOptions & { readonly protocol?: string };

/** `bridges accounts|import` */
export function addBridgeAccountCommands(bridges: Command, session: Session): void {
  const list = bridges
    .command('accounts')
    .description(
      'accounts of protocols that were learned or imported: vaults that come and go, with who told them and when',
    )
    .option('--protocol <name>', 'only of this one');
  withCommonOptions(list).action((options: AccountsOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ protocolAccounts }) => {
      const all = await protocolAccounts.all(LIVE_SPACE);
      const shown = all.filter(({ protocol }) => options.protocol === undefined || protocol === options.protocol);
      await session.terminal.print(options.json === true ? jsonText(shown.map(shownAccount)) : formatAccounts(shown));
    }),
  );

  const load = bridges
    .command('import')
    .description('bring accounts of protocols in, for all cases; the whole file or nothing')
    .argument('<file>', 'CSV with the columns protocol,chain,address,role,source and, where known, from,until');
  withCommonOptions(load).action(async (path: string, options: CommonOptions) => {
    const accounts = readAccountsCsv(await createFiles(session.terminal).readText(path, '<file>'), path);
    await session.withRuntime(options, { roles: [] }, ({ protocolAccounts }) =>
      protocolAccounts.learn(LIVE_SPACE, accounts),
    );
    const { length: count } = accounts;
    await session.terminal.print(
      options.json === true
        ? jsonText({ accounts: count })
        : `${count} accounts are in. Transactions are read with them from now on.\n`,
    );
  });
  withExamples(load, ['fundtrail bridges import vaults.csv']).addHelpText(
    'after',
    '\nfrom and until are Unix seconds or UTC like 2025-02-20; left out: from ever, and still.',
  );
}

function shownAccount({ protocol, chain, address, role, source, from, until }: ProtocolAccount) {
  return {
    protocol,
    chain,
    address: formatAddress(address, chain),
    role,
    source,
    from: from === undefined ? null : timeText(from),
    until: until === undefined ? null : timeText(until),
  };
}

function formatAccounts(accounts: readonly ProtocolAccount[]): string {
  if (accounts.length === 0) {
    return 'No accounts are known beside those of `fundtrail bridges list --contracts`. Let APIs be asked by FUNDTRAIL_PROTOCOL_APIS, or: fundtrail bridges import <file>\n';
  }
  const columns = ['protocol', 'account', 'role', 'from', 'until', 'source'].map((title) => ({ title }));
  const rows = accounts
    .map(shownAccount)
    .map(({ protocol, chain, address, role, from, until, source }) => [
      protocol,
      `${chain}:${address}`,
      role,
      from ?? '-',
      until ?? '-',
      source,
    ]);
  return `${formatTable(columns, rows)}\n`;
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
