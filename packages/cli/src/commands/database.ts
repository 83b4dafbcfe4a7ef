import { ConflictError } from '@fundtrail/core';
import { migrateDatabase, ROLES, type Runtime, rebuildDerived } from '@fundtrail/worker';
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
  const rebuild = group
    .command('rebuild')
    .description('drop everything derived and compute it again from the facts')
    .option('--force', 'also when cases are paused or cancelled, which stay empty until they go on');
  withCommonOptions(rebuild).action((options: CommonOptions & { force?: boolean }) =>
    session.withRuntime(options, { roles: ROLES }, async (runtime) => {
      const held = (await runtime.cases.list()).filter(({ status }) => status === 'paused' || status === 'cancelled');
      if (held.length > 0 && options.force !== true) {
        throw new ConflictError(`${held.length} cases are paused or cancelled and would stay empty`, {
          remedy: `Resume them (${held.map((view) => view.id).join(', ')}), or use --force.`,
        });
      }
      await rebuildDerived(runtime.database);
      const rebuilt = await replayAll(session, runtime, options);
      const text = `Computed again: ${rebuilt.join(', ') || 'no cases'}\n`;
      await session.terminal.print(options.json === true ? jsonText({ rebuilt }) : text);
    }),
  );
}

/** Computes every case that is not held, one after the other. */
async function replayAll(session: Session, runtime: Runtime, options: CommonOptions): Promise<readonly string[]> {
  const rebuilt: string[] = [];
  for (const { id, status } of await runtime.cases.list()) {
    if (status === 'paused' || status === 'cancelled') continue;
    await runtime.replay(id);
    // A case that is followed never rests: its worker goes on with it.
    if (status !== 'following') await waitForCase(runtime.cases, id, session.display(options), session.terminal.signal);
    rebuilt.push(id);
  }
  return rebuilt;
}
