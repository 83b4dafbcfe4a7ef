import { accountId, NotFoundError, parseAccount } from '@fundtrail/core';
import type { Command } from 'commander';
import { formatPaths } from '../format/path-report.ts';
import { readChain } from '../options/source.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';

type PathOptions = CommonOptions & { readonly case?: string; readonly chain?: string };

/** `path [case] <account>` */
export function addPathCommand(program: Command, session: Session): void {
  const command = program
    .command('path')
    .description('the way from a seed to an account, hop by hop, along the largest inflow')
    .argument('<case-or-account>', 'the account, or the case when an account follows')
    .argument('[account]', 'CAIP-10 (eip155:1:0x…), or an address on the chain of the case')
    .option('--case <case>', 'the case: its id, the beginning of its id, or last', 'last')
    .option('--chain <caip2>', 'chain of an address that does not say it');
  withCommonOptions(command).action(async (first: string, second: string | undefined, options: PathOptions) => {
    const text = second ?? first;
    const name = second === undefined ? (options.case ?? 'last') : first;
    const chain = readChain(options);
    await session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const id = await findCase(cases, name);
      const view = await cases.show(id);
      const seeds = chain === undefined && !text.includes(':') ? (await cases.result(id)).seeds : [];
      const { chain: on, address } = parseAccount(text, chain ?? seeds[0]?.chain);
      const account = accountId(on, address);
      const paths = await cases.path(id, account);
      if (paths.length === 0) {
        throw new NotFoundError(`${text} received nothing stolen in case ${id}`, {
          remedy: `See: fundtrail tainted ${id}`,
        });
      }
      const lead = view.policies[0] ?? 'haircut';
      await session.terminal.print(
        options.json === true ? jsonText(paths) : formatPaths(paths, lead, session.terminal.colors),
      );
    });
  });
  withExamples(command, [
    'fundtrail path eip155:1:0xc098b2a3aa256d2140208c3de6543aaef5cd3a94',
    'fundtrail path 7k2m9 0xc098b2a3aa256d2140208c3de6543aaef5cd3a94 --json',
  ]);
}
