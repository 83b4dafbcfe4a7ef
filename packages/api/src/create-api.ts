import type { AddressInfo } from 'node:net';
import type { ChainId, Context } from '@fundtrail/core';
import { createFactStore, type Database } from '@fundtrail/store';
import type { Cases, Chains, SourceSpec } from '@fundtrail/tracer';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { sql } from 'kysely';
import type { ApiKeys } from './keys.ts';
import { answerProblems } from './problem-replies.ts';
import { addRoutes } from './routes/add-routes.ts';
import { createHandlers } from './routes/handlers.ts';
import { createEventStreams } from './server-events.ts';

export type ApiOptions = {
  readonly context: Context;
  readonly database: Database;
  readonly cases: Cases;
  readonly chains: Chains;
  readonly keys: ApiKeys;
  /** The configured source of a chain; undefined when none is. */
  sourceOf(chain: ChainId): SourceSpec | undefined;
  /** Milliseconds between the comments that keep an event stream open; 20,000 when left out. */
  readonly heartbeatMs?: number;
};

/** The HTTP API. `/openapi.json` describes it, `/healthz` says whether it works; both answer without a key. */
export type Api = {
  /** Binds it; port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** Ends event streams, lets current requests finish for a few seconds, then cuts them. */
  close(): Promise<void>;
};

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** For the whole request to arrive; an answer may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_DEADLINE_MS = 5_000;
/** A CAIP-10 account, percent-encoded to the last character. */
const MAX_PARAM_CHARACTERS = 500;

export async function createApi(options: ApiOptions): Promise<Api> {
  const { context, database, cases, chains, keys } = options;
  const app = fastify({
    loggerInstance: context.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    // A HEAD of an event stream would stay open for nothing.
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => answerProblems.send(error, request, reply),
  });
  answerProblems.install(app);
  app.removeContentTypeParser('text/plain');
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    const { method, log } = request;
    const fields = { action: 'request', method, route, status: reply.statusCode };
    log.info({ ...fields, duration_ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  const events = createEventStreams(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs });
  const facts = createFactStore(database);
  const handlers = createHandlers({
    cases,
    chains,
    events,
    sourceOf: (chain) => options.sourceOf(chain),
    datasetName: async (sha256) => {
      const record = await facts.readDataset(sha256);
      return record?.loadedAt === undefined ? undefined : record.name;
    },
    ping: async () => void (await sql`select 1`.execute(database.db)),
  });
  addRoutes(app, handlers, keys);
  await app.ready();

  return {
    listen: async ({ host, port }) => {
      await app.listen({ host, port });
      const { port: bound } = app.server.address() as AddressInfo;
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
    },
    close: async () => {
      events.close();
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_DEADLINE_MS);
      await app.close().finally(() => clearTimeout(cut));
    },
  };
}
