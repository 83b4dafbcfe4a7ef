import type { Endpoint } from '@fundtrail/alerts';
import { EVENT_TYPES, type Runtime } from '@fundtrail/worker';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { formatTable } from '../format/table.ts';
import type { CommonOptions, Session } from '../session.ts';
import { collect, jsonText, withCommonOptions, withExamples } from './common.ts';

type AddOptions = CommonOptions & { readonly type?: readonly string[]; readonly secret?: string };

/** `endpoint add|list|remove|test` */
export function addEndpointCommands(program: Command, session: Session): void {
  const group = program.command('endpoint').description('receivers of alerts (webhooks)');

  const add = group
    .command('add')
    .description('subscribe a receiver; its secret is shown only now')
    .argument('<url>', 'https address that takes POST requests')
    .option('--type <event>', `only this type of event, repeatable (${EVENT_TYPES.join(', ')})`, collect)
    .option('--secret <whsec_…>', 'sign with this secret instead of a new one');
  withCommonOptions(add).action((url: string, options: AddOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ endpoints }) => {
      const { endpoint, secret } = await endpoints.add(url, {
        ...(options.type === undefined ? {} : { types: options.type }),
        ...(options.secret === undefined ? {} : { secret: options.secret }),
      });
      const json = { ...viewEndpoint(endpoint), secret };
      await session.terminal.print(options.json === true ? jsonText(json) : `${endpoint.id}\n${secret}\n`);
      if (options.json !== true)
        session.terminal.say('The second line is its secret, shown only now: give it to the receiver.\n');
    }),
  );
  withExamples(add, ['fundtrail endpoint add https://exchange.example/fundtrail', 'fundtrail endpoint test ep_…']);

  withCommonOptions(group.command('list').description('all receivers')).action((options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ endpoints }) => {
      const all = (await endpoints.list()).map(viewEndpoint);
      await session.terminal.print(options.json === true ? jsonText(all) : formatEndpoints(all));
    }),
  );

  withCommonOptions(
    group.command('remove').description('forget a receiver and what waits for it').argument('<id>'),
  ).action((id: string, options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ endpoints }) => {
      await endpoints.remove(id);
      await session.terminal.print(
        options.json === true ? jsonText({ id, removed: true }) : `Endpoint ${id} is gone.\n`,
      );
    }),
  );

  withCommonOptions(
    group.command('test').description('send it a test event and say whether it arrived').argument('<id>'),
  ).action((id: string, options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async (runtime) => {
      const event = await runtime.endpoints.test(id);
      await runtime.delivery.deliverDue(session.terminal.signal);
      const attempt = await lastAttempt(runtime, event, id);
      const delivered = attempt !== undefined && attempt.error === null;
      const text = delivered
        ? `Delivered: HTTP ${attempt.status} in ${attempt.duration_ms} ms.\n`
        : `Not delivered: ${attempt?.error ?? 'no attempt was made yet'}. A running worker tries again.\n`;
      await session.terminal.print(
        options.json === true ? jsonText({ event, delivered, attempt: attempt ?? null }) : text,
      );
      if (!delivered) session.exitWith(EXIT.unavailable);
    }),
  );
}

type Attempt = { readonly status: number | null; readonly duration_ms: number; readonly error: string | null };

async function lastAttempt({ database }: Runtime, event: string, endpoint: string): Promise<Attempt | undefined> {
  const { rows } = await database.pool.query<Attempt>(
    `select status, duration_ms, error from ops.delivery_attempts
     where outbox_id = $1 and endpoint_id = $2 order by attempt desc limit 1`,
    [event, endpoint],
  );
  return rows[0];
}

type EndpointView = {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly created_at: string;
  readonly disabled_reason: string | null;
  readonly pending: number;
};

function viewEndpoint(endpoint: Endpoint): EndpointView {
  return {
    id: endpoint.id,
    url: endpoint.url,
    types: endpoint.types,
    created_at: endpoint.createdAt.toISOString(),
    disabled_reason: endpoint.disabled?.reason ?? null,
    pending: endpoint.pending,
  };
}

function formatEndpoints(all: readonly EndpointView[]): string {
  if (all.length === 0) return 'No endpoints. Subscribe one with: fundtrail endpoint add <url>\n';
  const columns = ['id', 'url', 'events', 'waiting', 'state'].map((title) => ({ title }));
  const rows = all.map((view) => [
    view.id,
    view.url,
    view.types.length === 0 ? 'all' : view.types.join(' '),
    String(view.pending),
    view.disabled_reason === null ? 'active' : `disabled: ${view.disabled_reason}`,
  ]);
  return `${formatTable(columns, rows)}\n`;
}
