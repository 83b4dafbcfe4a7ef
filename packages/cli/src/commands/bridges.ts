import { InputError } from '@fundtrail/core';
import { type ListedProtocol, listProtocols } from '@fundtrail/worker';
import type { Command } from 'commander';
import { formatProtocols } from '../format/protocol-table.ts';
import type { CommonOptions, Session } from '../session.ts';
import { addBridgeAccountCommands } from './bridge-accounts.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

type ListOptions = CommonOptions & { readonly contracts?: boolean };

/** `bridges list|accounts|import` */
export function addBridgeCommands(program: Command, session: Session): void {
  const bridges = program
    .command('bridges')
    .description('the protocols that move value across chains, as far as they are known');
  const list = bridges
    .command('list')
    .description(
      'protocols, how their two sides are joined (K: a key on both; D: derived; A: the protocol tells; H: a guess), chains, contracts with their dates, fixtures',
    )
    .argument('[protocol]', 'only this one')
    .option('--contracts', 'every contract with its role, source and dates');
  withCommonOptions(list).action(async (name: string | undefined, options: ListOptions) => {
    const protocols = chosen(listProtocols(), name);
    await session.terminal.print(
      options.json === true
        ? jsonText(protocols)
        : formatProtocols(protocols, options.contracts === true || name !== undefined, session.terminal.colors),
    );
  });
  withExamples(list, [
    'fundtrail bridges list',
    'fundtrail bridges list thorchain',
    'fundtrail bridges list --contracts --json',
  ]);
  addBridgeAccountCommands(bridges, session);
}

function chosen(all: readonly ListedProtocol[], name: string | undefined): readonly ListedProtocol[] {
  if (name === undefined) return all;
  const found = all.filter(({ protocol }) => protocol === name);
  if (found.length > 0) return found;
  throw new InputError(
    `no protocol is called ${JSON.stringify(name)}`,
    { field: '<protocol>' },
    { remedy: `Choose from ${all.map(({ protocol }) => protocol).join(', ')}.` },
  );
}
