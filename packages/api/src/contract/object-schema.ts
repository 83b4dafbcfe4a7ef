import type { Schema } from './operation.ts';

/** A schema of an object without other fields than these. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] | 'all',
  description: string,
): Schema {
  return {
    type: 'object',
    description,
    additionalProperties: false,
    required: required === 'all' ? Object.keys(properties) : required,
    properties,
  };
}
