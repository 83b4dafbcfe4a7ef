import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../src/contract/operation.ts';
import { OPERATIONS } from '../src/contract/operations.ts';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, startHarness } from './harness.ts';

const operations: readonly Operation[] = OPERATIONS;
/** Nobody listens there. */
const SECRET_URL = 'http://127.0.0.1:1/api?apikey=s3cr3t';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ sourceOf: (chain) => ({ kind: 'explorer', chain, url: SECRET_URL }) });
});
afterEach(() => harness.close());

describe('keys', () => {
  it('are needed for every operation but those that say otherwise', async () => {
    for (const { method, path, open } of operations) {
      const place = path.replace('{id}', '0123456789').replace('{account}', `eip155:1:0x${'11'.repeat(20)}`);
      for (const authorization of [
        '',
        'Bearer',
        'Bearer ftk_x',
        `Basic ${harness.key}`,
        `Bearer ftk_${'A'.repeat(43)}`,
      ]) {
        const answer = await harness.ask(method.toUpperCase(), place, undefined, { authorization });
        if (open === true) {
          expect(answer.status).toBe(200);
        } else {
          expectProblem(answer, 401, { field: 'authorization' });
          expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        }
      }
    }
  });

  it('are asked for before the body is read', async () => {
    const answer = await harness.ask('POST', '/v1/cases', '{"seeds": [', { authorization: '' });
    expectProblem(answer, 401);
  });

  it('are refused once revoked, and noted when used', async () => {
    const { id, key } = await harness.keys.create('exchange');
    const headers = { authorization: `bearer ${key}` };
    expect((await harness.ask('GET', '/v1/cases', undefined, headers)).status).toBe(200);
    const used = (await harness.keys.list()).find((entry) => entry.id === id);
    expect(used?.last_used_at).toBeTypeOf('string');
    await harness.keys.revoke(id);
    expectProblem(await harness.ask('GET', '/v1/cases', undefined, headers), 401, {
      detail: 'The key is unknown or revoked.',
    });
    expect((await harness.ask('GET', '/v1/cases')).status).toBe(200);
  });

  it('are neither stored nor logged', async () => {
    await harness.ask('GET', '/v1/cases?cursor=nothing');
    const { rows } = await harness.database.pool.query('select t::text as row from ops.api_keys t');
    expect(JSON.stringify(rows)).not.toContain(harness.key);
    expect(harness.logs.join('')).toContain('"action":"request"');
    expect(harness.logs.join('')).toContain('"request_id":');
    expect(harness.logs.join('')).not.toContain(harness.key);
    expect(harness.logs.join('')).not.toContain('cursor=nothing');
  });
});

describe('what fails here', () => {
  it('is logged and not told, when it is a defect', async () => {
    await harness.database.pool.query('alter table cases.cases rename to moved_secret_table');
    const answer = await harness.ask('GET', '/v1/cases');
    expectProblem(answer, 500, { detail: 'An unexpected error was logged.' });
    expect(answer.text).not.toMatch(/select|relation|moved|cases\.cases|postgres/i);
    expect(harness.logs.join('')).toMatch(/relation .*does not exist/);
  });

  it('is over when the database comes back', async () => {
    await harness.database.pool
      .query(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      )
      .catch(() => undefined);
    expectByContract('getHealth', await harness.ask('GET', '/healthz'));
  });

  it('is 502 without the credentials of the source, when a source does not answer, and nothing is stored', async () => {
    const answer = await harness.ask('POST', '/v1/cases', { seeds: [`eip155:1:0x${'11'.repeat(20)}`] });
    expectProblem(answer, 502);
    expect(answer.text).not.toMatch(/s3cr3t/);
    expect(harness.logs.join('')).not.toMatch(/s3cr3t/);
    expect((await harness.ask('GET', '/v1/cases')).body.items).toEqual([]);
  });

  it('is a problem document for addresses that HTTP itself cannot read', async () => {
    expectProblem(await harness.ask('GET', '/v1/cases/%zz'), 400);
  });
});
