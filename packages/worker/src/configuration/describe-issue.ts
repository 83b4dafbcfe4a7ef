import type { z } from 'zod';
import type { ValuePath } from './yaml-document.ts';

/** What a check of the configuration's form found, in plain words and without the values it found. */
export type FormFault = { readonly path: ValuePath; readonly detail: string; readonly remedy?: string };

const KIND_WORDS: Readonly<Record<string, string>> = {
  object: 'is not a mapping',
  record: 'is not a mapping',
  array: 'is not a list',
  string: 'is not a text',
};
const EXAMPLE = 'infra/fundtrail.example.yaml shows everything that can be written.';

/** @param value the whole configuration, to tell what is missing from what is wrong */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): FormFault {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return { path: [...path, issue.keys[0] ?? ''], detail: 'is not a field here', remedy: EXAMPLE };
  }
  if (valueAt(value, path) === undefined) return { path, detail: 'is missing', remedy: EXAMPLE };
  if (issue.code === 'invalid_type') return { path, detail: KIND_WORDS[issue.expected] ?? issue.message };
  const remedy: unknown = issue.code === 'custom' ? issue.params?.remedy : undefined;
  return { path, detail: issue.message, ...(typeof remedy === 'string' ? { remedy } : {}) };
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}
