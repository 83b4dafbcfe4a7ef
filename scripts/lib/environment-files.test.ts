import { expect, test } from 'vitest';
import { checkEnvironment } from './environment-files.ts';

const TABLE = [{ name: 'FUNDTRAIL_API_PORT', default: '8787' }];
const EXAMPLE = '# The port.\n# read by: api. default: 8787\nFUNDTRAIL_API_PORT=8787\n';
const FILES = { table: TABLE, example: EXAMPLE, compose: new Set<string>(), sources: {} };

test('accepts files that agree', () => {
  const sources = { 'a.ts': 'FUNDTRAIL_API_PORT' };
  expect(checkEnvironment({ ...FILES, compose: new Set(['FUNDTRAIL_API_PORT']), sources })).toEqual([]);
});

test.each([
  ['a variable that the example lacks', { example: '' }, '.env.example: FUNDTRAIL_API_PORT is missing'],
  ['another default', { example: EXAMPLE.replace('=8787', '=1') }, 'is 1, its default 8787'],
  ['a variable that nothing reads', { table: [] }, 'nothing reads FUNDTRAIL_API_PORT'],
  ['a variable without its readers', { example: EXAMPLE.replace('read by', 'for') }, 'lacks "read by'],
  ['a compose variable that the example lacks', { compose: new Set(['REDIS_PASSWORD']) }, 'REDIS_PASSWORD'],
  ['a name in code outside the table', { sources: { 'a.ts': 'env.FUNDTRAIL_OTHER' } }, 'a.ts: FUNDTRAIL_OTHER is not'],
])('finds %s', (_what, change, finding) => {
  expect(checkEnvironment({ ...FILES, ...change })).toEqual([expect.stringContaining(finding)]);
});
