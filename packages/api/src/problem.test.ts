import { ConflictError, InputError, InvariantError, NotFoundError, SourceError } from '@fundtrail/core';
import { StoreError } from '@fundtrail/store';
import { expect, test } from 'vitest';
import { problemOf } from './problem.ts';

test.each([
  [new InputError('too much', { field: 'floor' }, { remedy: 'Less.' }), 400, 'urn:fundtrail:problem:invalid_input'],
  [new NotFoundError('there is no case x'), 404, 'urn:fundtrail:problem:not_found'],
  [new ConflictError('it is done'), 409, 'urn:fundtrail:problem:conflict'],
  [new SourceError('timeout', 'explorer:x', 'no answer'), 502, 'urn:fundtrail:problem:source_timeout'],
  [
    new StoreError('database_unreachable', 'gone', { cause: undefined, retryable: true }),
    503,
    'urn:fundtrail:problem:unavailable',
  ],
  [
    new StoreError('database_error', 'no table', { cause: undefined, retryable: false }),
    500,
    'urn:fundtrail:problem:internal',
  ],
  [new InvariantError('the sum is open'), 500, 'urn:fundtrail:problem:internal'],
  [new Error('postgres://user:hunter2@host/db'), 500, 'urn:fundtrail:problem:internal'],
  ['thrown text', 500, 'urn:fundtrail:problem:internal'],
])('%s becomes a problem of its kind, however deep it was wrapped', (error, status, type) => {
  for (const thrown of [error, new Error('outer', { cause: error })]) {
    expect(problemOf(thrown)).toMatchObject({ status, type });
  }
});

test('nothing is told of an unexpected error, and no URL of a source', () => {
  expect(JSON.stringify(problemOf(new Error('select secret from cases')))).not.toContain('secret');
  const source = new SourceError('unreachable', 'rpc:x', 'cannot reach https://node.example/v2/s3cr3t');
  expect(problemOf(source).detail).toBe('rpc:x: cannot reach https://node.example/…');
});
