import type { Cases, CaseView } from '@fundtrail/tracer';
import type { Command } from 'commander';
import { formatCase, formatCaseList } from '../format/case-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { chainOfCase } from './read-holder.ts';

/** `case list|show|pause|resume|cancel` */
export function addCaseCommands(program: Command, session: Session): void {
  const group = program.command('case').description('list cases, look at one, hold it, let it go on, end it');

  withCommonOptions(group.command('list').description('all cases, oldest first')).action((options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const all = await cases.list();
      await session.terminal.print(options.json === true ? jsonText(all) : formatCaseList(all));
    }),
  );

  const onCase = (
    name: string,
    description: string,
    example: string,
    act: (cases: Cases, id: string, options: CommonOptions & { reason?: string }) => Promise<void>,
  ): Command => {
    const command = group
      .command(name)
      .description(description)
      .argument('<case>', 'its id, the beginning of its id, or last');
    withCommonOptions(command).action((text: string, options: CommonOptions & { reason?: string }) =>
      session.withRuntime(options, { roles: [] }, async ({ cases }) => {
        const id = await findCase(cases, text);
        await act(cases, id, options);
        await printCase(session, cases, await cases.show(id), options);
      }),
    );
    return withExamples(command, [example]);
  };

  onCase('show', 'where a case stands and what it could not see', 'fundtrail case show last', async () => {});
  onCase('pause', 'hold a running case', 'fundtrail case pause last --reason "key exhausted"', (cases, id, options) =>
    cases.pause(id, options.reason ?? 'paused by a person'),
  ).option('--reason <text>', 'why, for whoever looks at it next');
  onCase(
    'resume',
    'let a paused case go on; accounts that were unavailable are tried again',
    'fundtrail case resume last',
    (cases, id) => cases.resume(id),
  );
  onCase('cancel', 'end a case for good; what it found stays', 'fundtrail case cancel last', (cases, id) =>
    cases.cancel(id),
  );
}

async function printCase(session: Session, cases: Cases, view: CaseView, options: CommonOptions): Promise<void> {
  await session.terminal.print(
    options.json === true
      ? jsonText(view)
      : formatCase(view, await chainOfCase(cases, view.id), session.terminal.colors),
  );
  if (options.json !== true && options.quiet !== true && view.status === 'running') {
    session.terminal.say(`It moves while a worker runs: fundtrail up, or fundtrail trace --resume ${view.id}\n`);
  }
}
