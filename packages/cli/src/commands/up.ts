import { createApi, createApiKeys } from '@fundtrail/api';
import { parseRoles, ROLES, type Role, type Runtime } from '@fundtrail/worker';
import type { Command } from 'commander';
import { parseWhole } from '../options/numbers.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

type ServeOptions = CommonOptions & { readonly host?: string; readonly port?: string };
type WorkerOptions = CommonOptions & { readonly roles: string };

/** `up`, `api` and `worker`: what stays until it is stopped. */
export function addServiceCommands(program: Command, session: Session): void {
  const up = program.command('up').description('everything in one process: all roles and the HTTP API, until Ctrl-C');
  withServeOptions(withCommonOptions(up)).action((options: ServeOptions) =>
    serve(session, options, ROLES, (runtime) => listen(session, runtime, options)),
  );
  withExamples(up, ['fundtrail up', 'fundtrail up --port 0 --json']);

  const api = program.command('api').description('only the HTTP API, until it is stopped');
  withServeOptions(withCommonOptions(api)).action((options: ServeOptions) =>
    serve(session, options, [], (runtime) => listen(session, runtime, options)),
  );

  const worker = program
    .command('worker')
    .description('only workers, until they are stopped; any number on any host')
    .option('--roles <list>', `what it does: ${ROLES.join(', ')}, or all`, 'all');
  withCommonOptions(worker).action((options: WorkerOptions) => {
    const roles = parseRoles(options.roles, '--roles');
    return serve(session, options, roles, async () => {
      if (options.quiet !== true) session.terminal.say(`working as ${roles.join(', ')}\n`);
      return async () => {};
    });
  });
  withExamples(worker, ['DATABASE_URL=… REDIS_URL=… fundtrail worker --roles acquire']);
}

function withServeOptions(command: Command): Command {
  return command
    .option('--host <address>', 'where the API listens (default: FUNDTRAIL_API_HOST or 127.0.0.1)')
    .option('--port <number>', 'on which port; 0: any free one (default: FUNDTRAIL_API_PORT or 8080)');
}

/** Runs until the first Ctrl-C or SIGTERM; that is its normal end. */
async function serve(
  session: Session,
  options: CommonOptions,
  roles: readonly Role[],
  start: (runtime: Runtime) => Promise<() => Promise<void>>,
): Promise<void> {
  const { signal } = session.terminal;
  await session.withRuntime(options, { roles, logLevel: 'info' }, async (runtime) => {
    const stop = await start(runtime);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (options.quiet !== true) session.terminal.say('stopping; once more Ctrl-C ends at once\n');
    await stop();
  });
}

async function listen(session: Session, runtime: Runtime, options: ServeOptions): Promise<() => Promise<void>> {
  const settings = session.settings(options);
  const keys = createApiKeys(runtime.database);
  const api = await createApi({
    context: runtime.context,
    database: runtime.database,
    cases: runtime.cases,
    chains: runtime.chains,
    keys,
    sourceOf: (chain) => settings.sourceOf(chain),
  });
  const { url } = await api.listen({
    host: options.host ?? settings.api.host,
    port: options.port === undefined ? settings.api.port : parseWhole(options.port, '--port'),
  });
  if (options.json === true) await session.terminal.print(jsonText({ url }));
  if (options.quiet !== true) {
    session.terminal.say(`The API listens on ${url} (its description: ${url}/openapi.json)\n`);
    if ((await keys.list()).every((key) => key.revoked_at !== null)) {
      session.terminal.say('It has no key yet: fundtrail key create <name>\n');
    }
  }
  return () => api.close();
}
