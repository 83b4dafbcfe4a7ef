import schema from './trace-result.schema.json' with { type: 'json' };

/** JSON schema (draft 2020-12) of `TraceResult`: what `fundtrail trace --json` prints. */
export const traceResultSchema: Readonly<Record<string, unknown>> = schema;
