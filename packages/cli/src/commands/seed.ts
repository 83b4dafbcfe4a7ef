import { InputError } from '@fundtrail/core';
import type { Command } from 'commander';
import { createFiles } from '../options/files.ts';
import { readSeeds } from '../options/seeds.ts';
import { readChain } from '../options/source.ts';
import type { CommonOptions, Session } from '../session.ts';
import { withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { printCase } from './print-case.ts';

type SeedAddOptions = CommonOptions & {
  readonly seeds?: string;
  readonly chain?: string;
  readonly fromBlock?: string;
  readonly asset?: string;
  readonly amount?: string;
};

/** `seed add` */
export function addSeedCommands(program: Command, session: Session): void {
  const group = program.command('seed').description('add to where a case starts');
  const add = group
    .command('add')
    .description('add seeds to a case, which then goes on')
    .argument('<case>', 'its id, the beginning of its id, or last')
    .argument(
      '[seed...]',
      '<chain>:<tx>, <chain>:<tx>@<account>, <chain>:<tx>:<output> or <chain>:<address>; none: a file on stdin',
    )
    .option(
      '--seeds <file>',
      'CSV with the columns seed,from_block,asset,amount or chain,address, or a seed in each line; - is stdin',
    )
    .option(
      '--chain <caip2>',
      'chain of seeds that do not say theirs, and of the rows taken from a list, e.g. eip155:1',
    )
    .option('--from-block <number>', 'account seeds: from this block on')
    .option('--asset <asset>', 'account seeds: only native, a token contract or a CAIP-19 asset was stolen')
    .option('--amount <base units>', 'account seeds: at most this much was stolen');
  withCommonOptions(add).action(async (name: string, texts: readonly string[], options: SeedAddOptions) => {
    const chain = readChain(options);
    const fromStdin = texts.length === 0 && options.seeds === undefined;
    if (fromStdin && !session.terminal.stdinPiped) {
      throw new InputError('no seed is given', { field: 'seed' }, { remedy: 'Name one, or pipe a file into stdin.' });
    }
    const { seeds: file, ...rest } = options;
    const source = fromStdin ? '-' : file;
    const { seeds, leftOut } = await readSeeds(
      { ...rest, seed: texts, ...(source === undefined ? {} : { seeds: source }) },
      createFiles(session.terminal),
      async () => chain,
    );
    await session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const display = session.display(options);
      for (const sentence of leftOut) display.note(sentence);
      const id = await findCase(cases, name);
      await cases.addSeeds(id, seeds);
      await printCase(session, cases, await cases.show(id), options);
    });
  });
  withExamples(add, [
    'fundtrail seed add last eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96 --from-block 14442778',
    'fundtrail seed add 7k2m9 < seeds.csv',
  ]);
}
