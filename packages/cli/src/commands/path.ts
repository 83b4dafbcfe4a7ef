import { NotFoundError } from '@fundtrail/core';
import { noWayHint } from '@fundtrail/worker';
import type { Command } from 'commander';
import { formatPaths } from '../format/path-report.ts';
import { readChain } from '../options/source.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { readHolder } from './read-holder.ts';

type PathOptions = CommonOptions & { readonly case?: string; readonly chain?: string; readonly all?: boolean };

/** `path [case] <account>` */
export function addPathCommand(program: Command, session: Session): void {
  const command = program
    .command('path')
    .description('the way from a seed to an account, hop by hop, along the largest inflow')
    .argument('<case-or-account>', 'the account, or the case when an account follows')
    .argument(
      '[account]',
      'CAIP-10 (eip155:1:0x…), or an address on the chain of the case; on UTXO chains also an output <txid>:<place>, or the <txid> of a CoinJoin',
    )
    .option('--case <case>', 'the case: its id, the beginning of its id, or last', 'last')
    .option('--chain <caip2>', 'chain of an address that does not say it')
    .option('--all', 'every step of a long chain of peels, and every output of a CoinJoin at the end');
  withCommonOptions(command).action(async (first: string, second: string | undefined, options: PathOptions) => {
    const text = second ?? first;
    const name = second === undefined ? (options.case ?? 'last') : first;
    const chain = readChain(options);
    await session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const id = await findCase(cases, name);
      const view = await cases.show(id);
      const account = await readHolder(cases, id, text, chain, 'account');
      const paths = await cases.path(id, account);
      if (paths.length === 0) {
        const hint = noWayHint(account);
        throw new NotFoundError(`${text} received nothing stolen in case ${id}`, {
          remedy: `${hint === undefined ? '' : `${hint} `}See: fundtrail tainted ${id}`,
        });
      }
      const lead = view.policies[0] ?? 'haircut';
      await session.terminal.print(
        options.json === true
          ? jsonText(paths)
          : formatPaths(paths, { policy: lead, colors: session.terminal.colors, all: options.all === true }),
      );
    });
  });
  withExamples(command, [
    'fundtrail path eip155:1:0xc098b2a3aa256d2140208c3de6543aaef5cd3a94',
    'fundtrail path last 7957a35fe64f80d234d76d83a2a8f1a0d8149a41d81de548f0a65a8a999f6f18:0 --all',
    'fundtrail path 7k2m9 0xc098b2a3aa256d2140208c3de6543aaef5cd3a94 --json',
  ]);
}
