import { expect, test } from 'vitest';
import { traceResultSchema } from './trace-result-schema.ts';

test('every object of the schema is closed and every property is described or refers to a description', () => {
  const faults: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const part = node as Record<string, unknown>;
    if (part.type === 'object' && part.additionalProperties === undefined) faults.push(`${path} is open`);
    const properties = part.properties;
    if (part.type === 'object' && typeof properties === 'object' && properties !== null) {
      for (const [name, property] of Object.entries(properties)) {
        const told = property as Record<string, unknown>;
        if (told.description === undefined && told.$ref === undefined) faults.push(`${path}.${name} is not described`);
      }
    }
    for (const [name, child] of Object.entries(part)) walk(child, `${path}.${name}`);
  };
  walk(traceResultSchema, '$');
  expect(faults).toEqual([]);
});
