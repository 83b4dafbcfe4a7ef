import { parseChain } from '@fundtrail/core';
import type { ChainView } from '@fundtrail/tracer';
import type { Command } from 'commander';
import { formatChains } from '../format/chain-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

/** `chains` and `chains resume` */
export function addChainCommands(program: Command, session: Session): void {
  const print = (views: readonly ChainView[], options: CommonOptions): Promise<void> =>
    session.terminal.print(options.json === true ? jsonText(views) : formatChains(views, session.terminal.colors));

  const chains = program.command('chains').description('how far each followed chain is, and whether one is halted');
  withCommonOptions(chains).action((options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async (runtime) => print(await runtime.chains.list(), options)),
  );

  const resume = chains
    .command('resume')
    .description('let a halted chain go on: what was read and no longer holds is taken back first')
    .argument('<chain>', 'its CAIP-2 id, e.g. eip155:1');
  withCommonOptions(resume).action((chain: string, _options: CommonOptions, command: Command) => {
    // The group takes the same options, so one given behind the argument may be the group's.
    const options = command.optsWithGlobals<CommonOptions>();
    return session.withRuntime(options, { roles: [] }, async (runtime) =>
      print(await runtime.chains.resume(parseChain(chain)), options),
    );
  });
  withExamples(chains, ['fundtrail chains', 'fundtrail chains --json', 'fundtrail chains resume eip155:137']);
}
