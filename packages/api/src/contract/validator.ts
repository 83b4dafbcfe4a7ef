import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { COMPONENTS } from './components.ts';
import type { Schema } from './operation.ts';

const BASE = 'urn:fundtrail:api';

/** Turns a schema of the contract into a check; defaults are filled in, nothing is converted or taken away. */
export function createCompiler(): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ useDefaults: true, strict: true, strictTypes: false, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: BASE, components: { schemas: COMPONENTS } });
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', `"${BASE}#/components/`);
    return ajv.compile(JSON.parse(text) as Schema);
  };
}

/**
 * The one of ajv's errors that tells a person most: the deepest, and of alternatives (a seed is a text or an object)
 * the one whose kind of value was given.
 */
export function tellingError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length;
  const rank = (error: ErrorObject): number => (error.keyword === 'oneOf' ? 0 : error.keyword === 'type' ? 1 : 2);
  return errors.toSorted((a, b) => depth(b) - depth(a) || rank(b) - rank(a))[0];
}

/** Where an error is, as people write it: `seeds[0].amount`; empty for the whole. */
export function fieldOf(error: ErrorObject): string {
  const { additionalProperty, missingProperty } = error.params as Readonly<Record<string, unknown>>;
  const extra = additionalProperty ?? missingProperty;
  const parts = error.instancePath.split('/').slice(1);
  return [...parts, ...(typeof extra === 'string' ? [extra] : [])]
    .map((part) => (/^[0-9]+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** What is wrong with it, in one sentence. */
export function describeFault({ keyword, message, params }: ErrorObject): string {
  const { additionalProperty, missingProperty, allowedValues } = params as Readonly<Record<string, unknown>>;
  if (keyword === 'additionalProperties') return `${JSON.stringify(additionalProperty)} is not known here`;
  if (keyword === 'required') return `${JSON.stringify(missingProperty)} is missing`;
  if (keyword === 'enum' && Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  if (keyword === 'oneOf' || keyword === 'anyOf') return 'must have one of the forms of /openapi.json';
  return message ?? 'is not valid';
}
