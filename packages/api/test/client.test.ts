import { ApiError, type CaseProgress, createClient, type TaintedAccount } from '@fundtrail/client';
import { sharedData } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../src/index.ts';
import { type Harness, type Loaded, startHarness } from './harness.ts';

const FOLDER = sharedData('launder-sim/c1') ?? '';

let harness: Harness;
let loaded: Loaded;
beforeAll(async () => {
  if (FOLDER === '') return;
  harness = await startHarness();
  loaded = await harness.load(FOLDER);
});
afterAll(() => harness?.close());

describe.skipIf(FOLDER === '')('the client against the API', () => {
  it('asks everything that can be asked', async () => {
    const client = createClient({ url: harness.url, key: harness.key });
    expect(await client.getHealth()).toEqual({ status: 'ok' });
    expect(await client.getDescription()).toEqual(openApiDocument());

    const { id } = await client.createCase({ seeds: [loaded.seed], dataset: loaded.sha256, policies: ['haircut'] });
    expect((await client.pauseCase(id)).status).toBe('paused');
    expect((await client.resumeCase(id)).status).toBe('running');
    const seen: CaseProgress[] = [];
    for await (const progress of client.watchCase(id)) {
      seen.push(progress);
      if (seen.length === 1) await harness.drain();
    }
    expect(seen.at(-1)).toMatchObject({ case_id: id, status: 'done' });

    const result = await client.getResult(id);
    expect(result).toEqual(await harness.cases.result(id));
    const accounts: TaintedAccount[] = [];
    for await (const account of client.eachTainted(id, { limit: 50 })) accounts.push(account);
    expect(accounts).toEqual(result.accounts);
    const exchanges = await client.listTainted(id, { kind: 'exchange', limit: 1000 });
    expect(exchanges.items).toEqual(accounts.filter((account) => account.terminal?.kind === 'exchange'));
    const [deposit] = exchanges.items;
    const [path] = await client.getPath(id, deposit?.account ?? '');
    expect(path?.steps.at(-1)?.to).toBe(deposit?.account);

    const seeds = { seeds: [{ seed: `eip155:1:0x${'ab'.repeat(20)}`, from_block: 1 }] };
    expect((await client.addSeeds(id, seeds)).status).toBe('running');
    expect((await client.cancelCase(id)).status).toBe('cancelled');
    expect((await client.listCases()).items).toEqual([await client.getCase(id)]);
  });

  it('rejects with the problem that the API tells', async () => {
    const client = createClient({ url: harness.url, key: harness.key });
    const error = await client
      .createCase({ seeds: [{ seed: loaded.seed, amount: '-1' }], dataset: loaded.sha256 })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, problem: { field: 'seeds[0].amount' } });

    const stranger = createClient({ url: harness.url, key: 'ftk_none' });
    await expect(stranger.listCases()).rejects.toMatchObject({ status: 401 });
    await expect(stranger.watchCase('x').next()).rejects.toMatchObject({ status: 401 });
  });
});
