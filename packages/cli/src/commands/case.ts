import type { Cases } from '@fundtrail/tracer';
import type { Command } from 'commander';
import { formatCaseList } from '../format/case-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { printCase } from './print-case.ts';

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
        const view = await cases.show(id);
        await printCase(session, cases, view, options);
        if (options.json === true || options.quiet === true || view.status !== 'running') return;
        session.terminal.say(`It moves while a worker runs: fundtrail up, or fundtrail trace --resume ${id}\n`);
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
    'let a paused case go on; what was unavailable, or had not arrived on another chain, is looked for again',
    'fundtrail case resume last',
    (cases, id) => cases.resume(id),
  );
  onCase('cancel', 'end a case for good; what it found stays', 'fundtrail case cancel last', (cases, id) =>
    cases.cancel(id),
  );
}
