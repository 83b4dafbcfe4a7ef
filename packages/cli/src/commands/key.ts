import { createApiKeys } from '@fundtrail/api';
import type { Command } from 'commander';
import { formatTable } from '../format/table.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

/** `key create|list|revoke` */
export function addKeyCommands(program: Command, session: Session): void {
  const group = program.command('key').description('bearer keys of the HTTP API');

  const create = group
    .command('create')
    .description('make a key; it is shown only now')
    .argument('<name>', 'who uses it');
  withCommonOptions(create).action((name: string, options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ database }) => {
      const made = await createApiKeys(database).create(name);
      await session.terminal.print(options.json === true ? jsonText({ ...made, name }) : `${made.key}\n`);
      if (options.json !== true) session.terminal.say(`Key ${made.id} is shown only now: keep it.\n`);
    }),
  );
  withExamples(create, ['KEY=$(fundtrail key create "screening service")']);

  withCommonOptions(group.command('list').description('all keys, without what is secret')).action(
    (options: CommonOptions) =>
      session.withRuntime(options, { roles: [] }, async ({ database }) => {
        const keys = await createApiKeys(database).list();
        const columns = ['id', 'name', 'created', 'last used', 'revoked'].map((title) => ({ title }));
        const rows = keys.map((key) => [
          key.id,
          key.name,
          key.created_at,
          key.last_used_at ?? '-',
          key.revoked_at ?? '-',
        ]);
        await session.terminal.print(options.json === true ? jsonText(keys) : `${formatTable(columns, rows)}\n`);
      }),
  );

  withCommonOptions(
    group.command('revoke').description('make a key useless').argument('<id>', 'its id, see key list'),
  ).action((id: string, options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ database }) => {
      await createApiKeys(database).revoke(id);
      await session.terminal.print(options.json === true ? jsonText({ id, revoked: true }) : `Key ${id} is revoked.\n`);
    }),
  );
}
