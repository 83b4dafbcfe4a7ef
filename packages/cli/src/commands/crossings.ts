import { InputError } from '@fundtrail/core';
import type { CrossingRowView } from '@fundtrail/tracer';
import type { Command } from 'commander';
import { formatCrossings } from '../format/crossing-table.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';

type State = CrossingRowView['state'];
type CrossingsOptions = CommonOptions & { readonly state?: string };

const STATES: readonly State[] = ['pending', 'arrived', 'refunded', 'refused'];

/** `crossings` */
export function addCrossingsCommand(program: Command, session: Session): void {
  const command = program
    .command('crossings')
    .description(
      'stolen money that left for another chain: where it arrived and by what proof, or for how long it is awaited',
    )
    .argument('[case]', 'its id, the beginning of its id, or last', 'last')
    .option('--state <state>', `only one state: ${STATES.join(', ')}`);
  withCommonOptions(command).action(async (name: string, options: CrossingsOptions) => {
    const state = readState(options.state);
    await session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const id = await findCase(cases, name);
      const rows = await cases.crossings(id, state === undefined ? {} : { state });
      if (options.json === true) return session.terminal.print(jsonText(rows));
      const lead = (await cases.show(id)).policies[0] ?? 'haircut';
      await session.terminal.print(formatCrossings(rows, lead));
    });
  });
  withExamples(command, ['fundtrail crossings', 'fundtrail crossings last --state pending --json']);
}

function readState(text: string | undefined): State | undefined {
  if (text === undefined) return undefined;
  const state = STATES.find((known) => known === text);
  if (state !== undefined) return state;
  throw new InputError(
    `${JSON.stringify(text)} is not a state of a crossing`,
    { field: '--state' },
    { remedy: `Choose from ${STATES.join(', ')}.` },
  );
}
