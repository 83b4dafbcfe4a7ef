import type { AddressInfo } from 'node:net';
import swagger from '@fastify/swagger';
import type { ChainId, Context } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import type { Cases, SourceSpec } from '@fundtrail/tracer';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { ApiKeys } from './keys.ts';
import { problemOf, unauthorized, unknownRoute } from './problem.ts';
import { caseRoutes } from './routes/cases.ts';

export type ApiOptions = {
  readonly context: Context;
  readonly database: Database;
  readonly cases: Cases;
  readonly keys: ApiKeys;
  /** The configured source of a chain; undefined when none is. */
  sourceOf(chain: ChainId): SourceSpec | undefined;
};

/** The HTTP API. `listen` binds it; the OpenAPI document is served at /openapi.json, health at /healthz, both without a key. */
export type Api = {
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** The OpenAPI 3.1 document. */
  document(): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
};

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export async function createApi(options: ApiOptions): Promise<Api> {
  const app = fastify({
    loggerInstance: options.context.logger as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: BODY_LIMIT_BYTES,
    // A wrong type is an error that names its field, never silently made into another; only query strings are text by nature.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, strictTypes: false } },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'fundtrail',
        version: '1',
        description: 'Follows stolen funds; amounts are decimal strings in base units.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
  });
  shapeErrors(app);
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        action: 'request',
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
    await sql`select 1`.execute(options.database.db);
    return reply.send({ status: 'ok' });
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(
    async (scope) => {
      requireKey(scope, options.keys);
      coerceQueries(scope);
      await caseRoutes(scope, options);
    },
    { prefix: '/v1' },
  );
  await app.ready();

  return {
    listen: async ({ host, port }) => {
      await app.listen({ host, port });
      const { port: bound } = app.server.address() as AddressInfo;
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
    },
    document: async () => app.swagger() as unknown as Readonly<Record<string, unknown>>,
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function shapeErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ action: 'request', err: error }, 'request failed');
    return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(unknownRoute(request.method, request.url.split('?')[0] ?? '')),
  );
}

function requireKey(scope: FastifyInstance, keys: ApiKeys): void {
  scope.addHook('onRequest', async (request, reply) => {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    const valid = scheme?.toLowerCase() === 'bearer' && key !== undefined && (await keys.verify(key)) !== undefined;
    if (valid) return;
    const detail =
      request.headers.authorization === undefined ? 'The request carries no key.' : 'The key is unknown or revoked.';
    await reply
      .code(401)
      .header('www-authenticate', 'Bearer')
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(unauthorized(detail));
  });
}

/** Query strings are all text: whole numbers are read as such before they are checked. */
function coerceQueries(scope: FastifyInstance): void {
  scope.addHook('preValidation', async (request) => {
    const query = request.query as Record<string, unknown>;
    const limit = query.limit;
    if (typeof limit === 'string' && /^[0-9]+$/.test(limit)) query.limit = Number(limit);
  });
}
