import { migrateDatabase, ROLES, rebuildDerived } from '@fundtrail/worker';
import type { Command } from 'commander';
import { waitForCase } from '../progress/wait-for-case.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions } from './common.ts';

/** `migrate`, `db rebuild` and `db url` */
export function addDatabaseCommands(program: Command, session: Session): void {
  withCommonOptions(
    program.command('migrate').description('bring the database of DATABASE_URL (or the embedded one) to this version'),
  ).action(async (options: CommonOptions) => {
    const applied = await migrateDatabase(session.settings(options).mode);
    const text = applied.length === 0 ? 'Nothing to do.\n' : `Applied: ${applied.join(', ')}\n`;
    await session.terminal.print(options.json === true ? jsonText({ applied }) : text);
  });

  const group = program.command('db').description('the database itself');
  withCommonOptions(
    group.command('url').description('how to connect to it with psql or any other tool; holds the password'),
  ).action((options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ connectionString: url }) => {
      await session.terminal.print(options.json === true ? jsonText({ url }) : `${url}\n`);
    }),
  );
  withCommonOptions(
    group.command('rebuild').description('drop everything derived and compute it again from the facts'),
  ).action((options: CommonOptions) =>
    session.withRuntime(options, { roles: ROLES }, async ({ cases, database, queues }) => {
      await rebuildDerived(database);
      const rebuilt: string[] = [];
      for (const view of await cases.list()) {
        if (view.status === 'cancelled') continue;
        await queues.enqueueSettle([{ caseId: view.id, wave: view.wave }]);
        await waitForCase(cases, view.id, session.display(options), session.terminal.signal);
        rebuilt.push(view.id);
      }
      const text = `Computed again: ${rebuilt.join(', ') || 'no cases'}\n`;
      await session.terminal.print(options.json === true ? jsonText({ rebuilt }) : text);
    }),
  );
}
