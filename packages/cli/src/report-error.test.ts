import { ConflictError, FundtrailError, InputError, InvariantError, NotFoundError, SourceError } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { reportError } from './report-error.ts';

describe('an error', () => {
  test.each([
    [new InputError('bad', { file: 'a.csv', line: 3, field: 'amount' }), 2],
    [new NotFoundError('there is no case x'), 2],
    [new ConflictError('it has ended'), 2],
    [new SourceError('timeout', 'explorer:host', 'no answer'), 3],
    [new FundtrailError('postgres_missing', 'there is no PostgreSQL'), 3],
    [new InvariantError('the sum does not close'), 1],
    [new TypeError('x is undefined'), 1],
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 3],
  ])('%s ends with exit code %i', (error, exitCode) => {
    expect(reportError(error).exitCode).toBe(exitCode);
  });

  test('is told in one line with its place, its remedy in the next', () => {
    const error = new InputError(
      '"x" is not an amount',
      { file: 'a.csv', line: 3, field: 'amount' },
      { remedy: 'Digits only.' },
    );
    expect(reportError(error).lines).toEqual(['error: a.csv:3: amount: "x" is not an amount', 'remedy: Digits only.']);
  });

  test('is found behind what only carries it', () => {
    const carrier = new Error('job failed', { cause: new InputError('bad') });
    expect(reportError(carrier)).toMatchObject({ exitCode: 2, lines: ['error: bad'] });
  });

  test('never shows what a URL carries', () => {
    const error = new SourceError(
      'unreachable',
      'rpc',
      'https://user:pass@node.example/v3/secretkey?apikey=abc failed',
    );
    expect(reportError(error).lines.join()).not.toMatch(/pass|secretkey|abc/);
  });
});
