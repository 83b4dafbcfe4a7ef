import { TITLES } from '../problem.ts';
import { COMPONENTS } from './components.ts';
import { component, type Operation, type Schema } from './operation.ts';
import { OPERATIONS } from './operations.ts';

export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> } & Schema;
} & Schema;

const DEFAULT_PROBLEMS = [400, 500, 503];

/** The OpenAPI 3.1 document of the API. Nothing in it depends on an installation, so it needs no running one. */
export function openApiDocument(): OpenApiDocument {
  const paths = Map.groupBy<string, Operation>(OPERATIONS, (operation) => operation.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'fundtrail',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Follows stolen funds. Chains are CAIP-2, accounts CAIP-10, assets CAIP-19; amounts are decimal strings in base units. ' +
        'Every failure is a problem document (RFC 9457) that names the field and the remedy where they are known.',
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'cases' }, { name: 'results' }, { name: 'service' }],
    security: [{ key: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, operations]) => [
        path,
        Object.fromEntries(operations.map((operation) => [operation.method, describe(operation)])),
      ]),
    ),
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'Made with `fundtrail key create <name>`.' },
      },
      schemas: COMPONENTS,
    },
  };
}

function describe(operation: Operation): Schema {
  const { operationId, tag, summary, description, body, open } = operation;
  const parameters = [...pathParameters(operation), ...queryParameters(operation)];
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: responses(operation),
    ...(open === true ? { security: [] } : {}),
  };
}

function pathParameters({ params = {} }: Operation): readonly Schema[] {
  return Object.entries(params).map(([name, description]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query = {} }: Operation): readonly Schema[] {
  return Object.entries(query).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function responses({ success, problems = [], body, open }: Operation): Schema {
  const failures = [
    ...DEFAULT_PROBLEMS,
    ...problems,
    ...(open === true ? [] : [401]),
    ...(body === undefined ? [] : [413, 415]),
  ];
  const headers = Object.entries(success.headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return {
    [success.status]: {
      description: success.description,
      ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
      content: { [success.contentType ?? 'application/json']: { schema: success.schema } },
    },
    ...Object.fromEntries(
      [...new Set(failures)].map((status) => [
        status,
        {
          description: TITLES[status] ?? 'The request failed',
          content: { 'application/problem+json': { schema: component('Problem') } },
        },
      ]),
    ),
  };
}
