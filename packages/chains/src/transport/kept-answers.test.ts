import { SourceError } from '@fundtrail/core';
import { createAnswerCache } from '@fundtrail/store';
import {
  type Anvil,
  createTestDatabase,
  type Fault,
  type FaultProxy,
  type SeenRequest,
  startAnvil,
  startFaultProxy,
  type TestDatabase,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRpcClient } from '../evm/rpc/rpc-client.ts';
import { hastyContext } from '../evm/rpc/test-support.ts';
import type { RpcClient } from './json-rpc/client.ts';
import { answerName } from './kept-answers.ts';

const FIRST_BLOCK = ['0x0', false] as const;

let anvil: Anvil;
let home: TestDatabase;
let proxy: FaultProxy;
let fault: (request: SeenRequest) => Fault | undefined;
beforeAll(async () => {
  [anvil, home] = await Promise.all([startAnvil(), createTestDatabase()]);
  proxy = await startFaultProxy({ target: anvil.url, fault: (request) => fault(request) });
  fault = () => undefined;
});
afterEach(async () => {
  fault = () => undefined;
  await home.database.pool.query('truncate ops.answers');
});
afterAll(async () => {
  await proxy?.stop();
  await anvil?.stop();
  await home?.drop();
});

/** A process on some host: only the database is common. */
function open(path = '/', answers = createAnswerCache(home.database)): RpcClient {
  return createRpcClient({ url: new URL(path, proxy.url).href, context: hastyContext(), answers });
}

const asked = (method: string): number => proxy.seen.filter((request) => request.method === method).length;

describe('an answer that can never change', () => {
  test('is asked for once, by all hosts and whatever key they use', async () => {
    const [one, other] = [open('/key-of-one-0001'), open('/key-of-other-02?token=s3cr3t-token')];
    const block = await one.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    const before = asked('eth_getBlockByNumber');
    for (const client of [other, one, other]) {
      expect(await client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true })).toEqual(block);
    }
    expect(asked('eth_getBlockByNumber')).toBe(before);
    expect([one.hits(), other.hits()]).toEqual([1, 2]);
    // The chain, which each asked for; and one the block.
    expect([one.requests(), other.requests()]).toEqual([2, 1]);
    const { rows } = await home.database.pool.query<{ key: string; body: Buffer }>('select key, body from ops.answers');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.key).toBe(answerName(one.id, ['0x7a69', 'eth_getBlockByNumber', FIRST_BLOCK]));
  });

  test('is asked for once by those who miss it at the same time', async () => {
    const client = open();
    const before = asked('eth_getBlockByNumber');
    await Promise.all([1, 2, 3].map(() => client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true })));
    expect(asked('eth_getBlockByNumber') - before).toBe(1);
  });

  test('of one chain is not taken for that of another under the same host', async () => {
    const client = open();
    await client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    fault = ({ method }) => (method === 'eth_chainId' ? { kind: 'result', result: '0x1' } : undefined);
    const other = open();
    await other.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    expect([other.hits(), await keptAnswers()]).toEqual([0, 2]);
  });

  test('of one provider is not taken for that of another', async () => {
    await open().ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    const other = createRpcClient({
      url: anvil.url,
      context: hastyContext(),
      answers: createAnswerCache(home.database),
    });
    await other.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    expect([other.hits(), await keptAnswers()]).toEqual([0, 2]);
  });

  test('is neither looked up nor kept for those who did not say so', async () => {
    const client = open();
    await client.ask('eth_getBlockByNumber', FIRST_BLOCK);
    expect(await keptAnswers()).toBe(0);
  });

  test.each<[string, Fault]>([
    ['null', { kind: 'result', result: null }],
    ['another block', { kind: 'result', result: { number: '0x1', hash: '0x1' } }],
  ])('is not %s: that is told, and asked for anew', async (_name, wrong) => {
    fault = ({ method }) => (method === 'eth_getBlockByNumber' ? wrong : undefined);
    const client = open();
    await client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true });
    fault = () => undefined;
    expect(await client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true })).toMatchObject({ number: '0x0' });
  });

  test('is kept only when it passed, and asked for anew when it passes no more', async () => {
    const client = open();
    const wants = (number: string) => (result: unknown) => {
      if ((result as { number: string }).number !== number) throw new SourceError('malformed', client.id, 'wrong');
    };
    const ask = (check: (result: unknown) => void): Promise<unknown> =>
      client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true, check });
    await expect(ask(wants('0x7'))).rejects.toThrow('wrong');
    expect(await keptAnswers()).toBe(0);
    await ask(wants('0x0'));
    expect(await keptAnswers()).toBe(1);
    const before = asked('eth_getBlockByNumber');
    await expect(ask(wants('0x7'))).rejects.toThrow('wrong');
    expect(asked('eth_getBlockByNumber') - before).toBe(3);
    expect(client.hits()).toBe(0);
    await ask(wants('0x0'));
    expect(client.hits()).toBe(1);
  });

  test('costs a request where the database cannot tell, and is told all the same', async () => {
    const gone = await createTestDatabase();
    await gone.drop();
    const client = open('/', createAnswerCache(gone.database));
    expect(await client.ask('eth_getBlockByNumber', FIRST_BLOCK, { immutable: true })).toMatchObject({ number: '0x0' });
    expect(client.hits()).toBe(0);
  });
});

async function keptAnswers(): Promise<number> {
  const { rows } = await home.database.pool.query<{ count: number }>('select count(*)::int as count from ops.answers');
  return rows[0]?.count ?? 0;
}
