import { expect } from 'vitest';
import { COMPONENTS } from '../src/contract/components.ts';
import type { Operation } from '../src/contract/operation.ts';
import { OPERATIONS } from '../src/contract/operations.ts';
import { createCompiler } from '../src/contract/validator.ts';
import type { Answer } from './harness.ts';

const compile = createCompiler();
const isProblem = compile(COMPONENTS.Problem ?? {});

/** Expects that an answer is what the contract says of the operation: status, content type, and every field of the body. */
export function expectByContract(operationId: string, answer: Answer): void {
  const operations: readonly Operation[] = OPERATIONS;
  const operation = operations.find((candidate) => candidate.operationId === operationId);
  if (operation === undefined) throw new TypeError(`there is no operation ${operationId}`);
  const { status, schema, contentType = 'application/json' } = operation.success;
  expect(answer, answer.text).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toContain(contentType);
  const check = compile(schema);
  expect(check(structuredClone(answer.body)), JSON.stringify(check.errors)).toBe(true);
}

export function expectProblem(answer: Answer, status: number, more: Readonly<Record<string, unknown>> = {}): void {
  expect(answer, answer.text).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(isProblem(answer.body), answer.text).toBe(true);
  expect(answer.body).toMatchObject({ status, ...more });
}
