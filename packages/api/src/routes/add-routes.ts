import { InputError } from '@fundtrail/core';
import type { FastifyInstance, onRequestAsyncHookHandler, preValidationAsyncHookHandler } from 'fastify';
import type { Operation, Schema } from '../contract/operation.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { createCompiler, describeFault, fieldOf, tellingError } from '../contract/validator.ts';
import type { ApiKeys } from '../keys.ts';
import { problem } from '../problem.ts';
import { sendProblem } from '../problem-replies.ts';
import type { Handler } from './handlers.ts';

/** One route per operation of the contract, checked against its schemas; what a handler returns is sent as it is. */
export function addRoutes(app: FastifyInstance, handlers: Readonly<Record<string, Handler>>, keys: ApiKeys): void {
  const compile = createCompiler();
  app.setValidatorCompiler<Schema>(({ schema, httpPart }) => {
    const check = compile(schema);
    return (value: unknown) => {
      if (check(value)) return { value };
      const fault = tellingError(check.errors ?? []);
      const field = fault === undefined ? '' : fieldOf(fault);
      const detail = fault === undefined ? 'it is not valid' : describeFault(fault);
      return {
        error: new InputError(
          detail,
          { field: field !== '' ? field : httpPart === 'querystring' ? 'query' : 'body' },
          { remedy: 'See /openapi.json for the form.' },
        ),
      };
    };
  });
  // Answers are not squeezed through their schemas, which would drop a field that one forgot: tests compare the two instead.
  app.setSerializerCompiler(() => JSON.stringify);

  const operations: readonly Operation[] = OPERATIONS;
  for (const operation of operations) {
    const handle = handlers[operation.operationId];
    if (handle === undefined) throw new TypeError(`${operation.operationId} has no handler`);
    app.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{([a-z]+)\}/g, ':$1'),
      schema: {
        ...(operation.body === undefined ? {} : { body: operation.body }),
        querystring: querySchema(operation),
      },
      onRequest: operation.open === true ? [] : [requireKey(keys)],
      preValidation: readNumbers(operation),
      handler: async (request, reply) => {
        const answer = await handle(request, reply);
        if (reply.sent) return reply;
        const { status, contentType = 'application/json' } = operation.success;
        return reply.code(status).type(contentType).header('x-content-type-options', 'nosniff').send(answer);
      },
    });
  }
}

function querySchema({ query = {} }: Operation): Schema {
  return { type: 'object', additionalProperties: false, properties: query };
}

/** A query string is all text: whole numbers are read as such before they are checked. */
function readNumbers({ query = {} }: Operation): preValidationAsyncHookHandler {
  const whole = Object.entries(query).flatMap(([name, schema]) => (schema.type === 'integer' ? [name] : []));
  return async (request) => {
    const given = request.query as Record<string, unknown>;
    for (const name of whole) {
      const text = given[name];
      if (typeof text === 'string' && /^[0-9]{1,15}$/.test(text)) given[name] = Number(text);
    }
  };
}

function requireKey(keys: ApiKeys): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const { authorization } = request.headers;
    const [, key] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (key !== undefined && (await keys.verify(key)) !== undefined) return;
    const detail = authorization === undefined ? 'The request carries no key.' : 'The key is unknown or revoked.';
    const remedy = 'Send "Authorization: Bearer <key>"; make a key with `fundtrail key create <name>`.';
    reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, problem(401, 'unauthorized', detail, { field: 'authorization', remedy }));
  };
}
