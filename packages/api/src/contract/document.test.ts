import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from './components.ts';
import { openApiDocument } from './document.ts';
import type { Schema } from './operation.ts';
import { OPERATIONS } from './operations.ts';

type Described = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Schema }>>;
};

const document = openApiDocument();
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...(operation as unknown as Described) })),
);

function referencesIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === '$ref' && typeof value === 'string' ? [value] : referencesIn(value),
  );
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and survives JSON', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'fundtrail', version: '1' });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('describes every operation once, with a name, a success and its problems', () => {
    expect(described.map((operation) => operation.operationId).toSorted()).toEqual(
      OPERATIONS.map((operation) => operation.operationId).toSorted(),
    );
    for (const { responses, summary, tags, operationId } of described) {
      expect(summary, operationId).not.toBe('');
      expect(tags, operationId).toHaveLength(1);
      expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toHaveLength(1);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '500']));
      for (const response of Object.values(responses)) {
        expect(response.description).not.toBe('');
        expect(Object.keys(response.content)).toHaveLength(1);
      }
    }
  });

  it('names every path parameter in its path, and no other', () => {
    for (const { path, parameters = [] } of described) {
      const named = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect(named).toEqual([...path.matchAll(/\{([a-z]+)\}/g)].map((match) => match[1]));
    }
  });

  it('holds every schema that it refers to, and refers to every one that it holds', () => {
    const references = new Set(referencesIn(document));
    const held = Object.keys(COMPONENTS).map((name) => `#/components/schemas/${name}`);
    expect([...references].filter((reference) => !held.includes(reference))).toEqual([]);
    // CaseProgress is what an event carries, which OpenAPI 3.1 cannot say.
    expect(held.filter((name) => !references.has(name))).toEqual(['#/components/schemas/CaseProgress']);
  });

  it('holds only valid schemas, whose objects say whether they are open', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true });
    addFormats.default(ajv);
    ajv.addVocabulary(['components']);
    ajv.addSchema({ $id: 'api', components: document.components });
    for (const [name, schema] of Object.entries(COMPONENTS)) {
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
      if (schema.type === 'object') expect(schema.additionalProperties, name).toBeDefined();
    }
  });
});
