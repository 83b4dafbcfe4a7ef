import { sharedData } from '@fundtrail/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, type Loaded, startHarness } from './harness.ts';

const FOLDER = sharedData('launder-sim/c1') ?? '';
const ACCOUNT = `eip155:1:0x${'ab'.repeat(20)}`;
const UNKNOWN_TX = `eip155:1:0x${'cd'.repeat(32)}`;
const BITCOIN = 'eip155:1:1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

let harness: Harness;
let loaded: Loaded;

beforeAll(async () => {
  if (FOLDER === '') return;
  harness = await startHarness();
  loaded = await harness.load(FOLDER);
});
afterAll(() => harness?.close());

/** Everything that a request could have stored. */
async function stored(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from cases.cases) as cases, (select count(*) from cases.seeds) as seeds,
      (select count(*) from cases.accounts) as accounts, (select count(*) from facts.spaces) as spaces,
      (select count(*) from facts.chains) as chains`.execute(harness.database.db);
  return rows[0];
}

type Change = Readonly<Record<string, unknown>>;

const seedFaults: readonly (readonly [string, unknown, string])[] = [
  ['a malformed address', 'eip155:1:0x098b', 'seeds[0]'],
  ['text that is no seed', 'eip155:1:lazarus', 'seeds[0]'],
  ['an empty seed', '', 'seeds[0]'],
  ['a wrong checksum', 'eip155:1:0x098B716B8AAf21512996dC57EB0615e2383E2f96', 'seeds[0]'],
  ['an address of another chain', BITCOIN, 'seeds[0]'],
  ['a chain that cannot be traced', 'bip122:000000000019d6689c085ae165831e93:1Boat', 'seeds[0]'],
  ['a seed without its chain', `0x${'ab'.repeat(20)}`, 'seeds[0]'],
  ['a chain that the data set lacks', `eip155:56:0x${'ab'.repeat(20)}`, 'seeds[0].chain'],
  ['a transaction that the data set lacks', UNKNOWN_TX, 'seeds[0].tx'],
  ['a receiver that is no address', `${UNKNOWN_TX}@0x12`, 'seeds[0]'],
  ['a NUL in a seed', 'eip155:1:\0', 'seeds[0]'],
  ['an unknown form of asset', { seed: ACCOUNT, asset: 'ETH' }, 'seeds[0].asset'],
  ['an asset of another chain', { seed: ACCOUNT, asset: 'eip155:56/slip44:714' }, 'seeds[0].asset'],
  ['an asset that the data set lacks', { seed: ACCOUNT, asset: `0x${'12'.repeat(20)}` }, 'seeds[0].asset'],
  ['a negative amount', { seed: ACCOUNT, amount: '-5' }, 'seeds[0].amount'],
  ['a fractional amount', { seed: ACCOUNT, amount: '0.5' }, 'seeds[0].amount'],
  ['an amount of nothing', { seed: ACCOUNT, amount: '0' }, 'seeds[0].amount'],
  ['an amount that is larger than any', { seed: ACCOUNT, amount: '9'.repeat(80) }, 'seeds[0].amount'],
  ['an amount as a number', { seed: ACCOUNT, amount: 5 }, 'seeds[0].amount'],
  ['a negative block', { seed: ACCOUNT, from_block: -1 }, 'seeds[0].from_block'],
  ['half a block', { seed: ACCOUNT, from_block: 1.5 }, 'seeds[0].from_block'],
  ['a block as a text', { seed: ACCOUNT, from_block: '1' }, 'seeds[0].from_block'],
  ['a block in the future', { seed: ACCOUNT, from_block: 999_999_999 }, 'seeds[0].from_block'],
  ['a block beyond all numbers', { seed: ACCOUNT, from_block: 1e30 }, 'seeds[0].from_block'],
  ['an amount for a transaction', { seed: UNKNOWN_TX, amount: '5' }, 'seeds[0].amount'],
  ['an unknown property', { seed: ACCOUNT, block: 5 }, 'seeds[0].block'],
  ['an object without its seed', { amount: '5' }, 'seeds[0].seed'],
  ['a number as seed', 5, 'seeds[0]'],
  ['nothing as seed', null, 'seeds[0]'],
];

const caseFaults: readonly (readonly [string, Change, string])[] = [
  ['no seeds', { seeds: undefined }, 'seeds'],
  ['an empty list of seeds', { seeds: [] }, 'seeds'],
  ['a text for the seeds', { seeds: ACCOUNT }, 'seeds'],
  [
    'the same seed twice',
    { seeds: [ACCOUNT, ACCOUNT.toUpperCase().replace('EIP155:1:0X', 'eip155:1:0x')] },
    'seeds[1]',
  ],
  ['a malformed chain', { chain: 'ethereum' }, 'chain'],
  ['a malformed data set', { dataset: 'c1.csv' }, 'dataset'],
  ['a data set that is not loaded', { dataset: 'ef'.repeat(32) }, 'dataset'],
  ['a chain without a source', { dataset: undefined }, 'seeds'],
  ['seeds of two chains', { dataset: undefined, seeds: [ACCOUNT, ACCOUNT.replace(':1:', ':56:')] }, 'seeds'],
  ['an unknown policy', { policies: ['haircut', 'fair'] }, 'policies[1]'],
  ['no policy', { policies: [] }, 'policies'],
  ['a policy twice', { policies: ['fifo', 'fifo'] }, 'policies'],
  ['poison as lead', { policies: ['poison'] }, 'policies'],
  ['a floor above all', { floor: '2' }, 'floor'],
  ['a floor that is no share', { floor: 'low' }, 'floor'],
  ['a floor as a number', { floor: 0.1 }, 'floor'],
  ['a floor in euros', { floor_usd: '5 EUR' }, 'floor_usd'],
  ['hops as a text', { max_hops: '5' }, 'max_hops'],
  ['negative hops', { max_hops: -1 }, 'max_hops'],
  ['half an account', { max_accounts: 0.5 }, 'max_accounts'],
  ['no account', { max_accounts: 0 }, 'max_accounts'],
  ['negative requests', { max_requests: -1 }, 'max_requests'],
  ['a time that is none', { until: 'yesterday' }, 'until'],
  ['a time without its zone', { until: '2022-03-23T13:29:09' }, 'until'],
  ['following a data set', { follow: true }, 'follow'],
  ['a word for yes', { follow: 'yes' }, 'follow'],
  ['an empty name', { name: '' }, 'name'],
  ['a NUL in the name', { name: 'a\0b' }, 'name'],
  ['a name of many lines', { name: 'a\nb' }, 'name'],
  ['a name without end', { name: 'a'.repeat(201) }, 'name'],
  ['a URL to call', { explorer: 'http://169.254.169.254/' }, 'explorer'],
  ['a property that all objects have', JSON.parse('{"__proto__x": 1}') as Change, '__proto__x'],
];

describe.skipIf(FOLDER === '')('POST /v1/cases', () => {
  it.each([...caseFaults, ...seedFaults.map(([name, seed, field]) => [name, { seeds: [seed] }, field] as const)])(
    'refuses %s with 400, its field and a remedy, and stores nothing',
    async (_name, change, field) => {
      const before = await stored();
      const body = { seeds: [ACCOUNT], dataset: loaded.sha256, ...change };
      const answer = await harness.ask('POST', '/v1/cases', body);
      expectProblem(answer, 400, { field });
      expect(answer.body.remedy, answer.text).toBeTypeOf('string');
      expect(await stored()).toEqual(before);
    },
  );

  it.each([
    ['nothing', '', 'body'],
    ['no JSON', '{"seeds": [', 'body'],
    ['a list', '[]', 'body'],
    ['null', 'null', 'body'],
    ['a text', '"eip155:1"', 'body'],
    ['a change of what all objects are', '{"seeds": ["x"], "__proto__": {"a": 1}}', 'body'],
  ])('refuses %s as body with 400', async (_name, body, field) => {
    const answer = await harness.ask('POST', '/v1/cases', body);
    expectProblem(answer, 400, { field });
    expect(answer.body.remedy).toBeTypeOf('string');
  });

  it('refuses another content type with 415 and a huge body with 413', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const answer = await harness.ask('POST', '/v1/cases', '{}', { 'content-type': type });
      expectProblem(answer, 415, { field: 'content-type' });
    }
    const huge = await harness.ask('POST', '/v1/cases', { seeds: [ACCOUNT], name: 'x'.repeat(5_000_000) });
    expectProblem(huge, 413, { field: 'body' });
  });

  it('takes as many seeds as it says, and not one more', async () => {
    const seeds = Array.from({ length: 10_001 }, (_, n) => `eip155:1:0x${n.toString(16).padStart(40, '0')}`);
    const answer = await harness.ask('POST', '/v1/cases', { seeds, dataset: loaded.sha256 });
    expectProblem(answer, 400, { field: 'seeds' });
  });
});

describe.skipIf(FOLDER === '')('POST /v1/cases/{id}/seeds', () => {
  let id: string;
  beforeAll(async () => {
    const created = await harness.ask('POST', '/v1/cases', { seeds: [loaded.seed], dataset: loaded.sha256 });
    expectByContract('createCase', created);
    id = String(created.body.id);
    await harness.drain();
  });

  it.each(seedFaults)('refuses %s with 400, its field and a remedy, and stores nothing', async (_name, seed, field) => {
    const before = await stored();
    const answer = await harness.ask('POST', `/v1/cases/${id}/seeds`, { seeds: [seed] });
    expectProblem(answer, 400, { field });
    expect(answer.body.remedy, answer.text).toBeTypeOf('string');
    expect(await stored()).toEqual(before);
    expect((await harness.cases.show(id)).status).toBe('done');
  });

  it('refuses a seed that the case has, and stores none of those beside it', async () => {
    const before = await stored();
    const answer = await harness.ask('POST', `/v1/cases/${id}/seeds`, { seeds: [ACCOUNT, loaded.seed] });
    expectProblem(answer, 400, { field: 'seeds[1]' });
    expect(await stored()).toEqual(before);
  });

  it('keeps every one of many seeds that are added side by side', async () => {
    const seeds = Array.from({ length: 8 }, (_, n) => `eip155:1:0x${`e${n}`.repeat(20)}`);
    const answers = await Promise.all(
      seeds.map((seed) => harness.ask('POST', `/v1/cases/${id}/seeds`, { seeds: [seed] })),
    );
    for (const answer of answers) expectByContract('addSeeds', answer);
    await harness.drain();
    const result = await harness.cases.result(id);
    expect(result.seeds.map((seed) => seed.account?.toLowerCase() ?? 'theft').toSorted()).toEqual(
      [...seeds, 'theft'].toSorted(),
    );
    expect(result.case.status).toBe('done');
  });
});
