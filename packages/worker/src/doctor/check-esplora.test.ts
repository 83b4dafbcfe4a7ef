import { createLogger, createSystemClock, type ProviderConfig } from '@fundtrail/core';
import {
  createUtxoBook,
  type EsploraFaultRule,
  type EsploraServer,
  firstOfRoute,
  startEsplora,
  type UtxoBook,
} from '@fundtrail/testkit';
import { afterEach, expect, test } from 'vitest';
import { checkPool } from './check-pool.ts';
import type { Finding } from './finding.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const SECRET = 'S3cretKey';
const MINUTES_MS = 60_000;
const context = {
  logger: createLogger({ level: 'silent' }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};

const servers: EsploraServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A chain whose newest block is so old. */
function bookOf(ageMs: number): UtxoBook {
  const BLOCKS = 100;
  const start = Math.floor((Date.now() - ageMs) / 1_000) - BLOCKS * 600;
  return createUtxoBook({ tip: BLOCKS, start });
}

async function esplora(book: UtxoBook, faults?: EsploraFaultRule, chain = BITCOIN): Promise<ProviderConfig> {
  const server = await startEsplora({ backend: book, ...(faults === undefined ? {} : { faults }) });
  servers.push(server);
  return { kind: 'esplora', chain, url: `${server.url}?key=${SECRET}` };
}

async function check(providers: readonly ProviderConfig[]): Promise<readonly Finding[]> {
  const findings = await checkPool({ chain: providers[0]?.chain ?? BITCOIN, providers, quorum: 1 }, context);
  expect(JSON.stringify(findings)).not.toContain(SECRET);
  return findings;
}

/** What is not well. */
function wrong(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ status }) => status !== 'ok')
    .map(({ check: name, status, message }) => `${status} ${name}: ${message}`);
}

test('the doctor finds nothing wrong with an Esplora that answers for its chain', async () => {
  const findings = await check([await esplora(bookOf(5 * MINUTES_MS))]);
  expect(wrong(findings)).toEqual([]);
  expect(findings.map(({ check: name }) => name)).toEqual(['reachable', 'head', 'spends']);
  expect(findings[0]?.message).toBe('answers for Bitcoin');
  expect(servers[0]?.requests().total).toBe(5);
});

test('the doctor names an Esplora of another chain, and what to do', async () => {
  const findings = await check([await esplora(bookOf(0), undefined, LITECOIN)]);
  expect(wrong(findings)).toEqual([
    'fail chain: its first block is 000000000019d6689c085ae165831e9300000000000000000000000000000000, which is not that of the chain',
    'fail providers: none of its providers works',
  ]);
  expect(findings[0]?.remedy).toBe('Name a provider of Litecoin, or write the chain that it is of.');
});

test('the doctor tells a newest block that is too old, and one that is behind another', async () => {
  const [old, other] = [bookOf(600 * MINUTES_MS), bookOf(5 * MINUTES_MS)];
  other.mineEmpty(12);
  const lines = wrong(await check([await esplora(old), await esplora(other)]));
  expect(lines).toEqual([
    expect.stringMatching(/^warn head: its newest block 100 is 360\d\d s old$/),
    'warn lag: it is 12 blocks behind another provider',
    expect.stringMatching(/^fail head: its newest block 112 lies \d+ s in the future$/),
  ]);
});

test('the doctor tells that an Esplora limits its requests', async () => {
  const fault = { kind: 'http', status: 429 } as const;
  const lines = wrong(await check([await esplora(bookOf(0), firstOfRoute('/blocks', 1, fault))]));
  expect(lines).toEqual(['warn rate: it answered 1 of 6 requests with "too many requests"']);
});

test('the doctor tells what is no Esplora, or lacks the question that following coins needs', async () => {
  const page = { kind: 'http', status: 404, body: '<html>Not Found</html>' } as const;
  expect(wrong(await check([await esplora(bookOf(0), () => page)]))).toEqual([
    'fail reachable: /block-height/0: HTTP 404',
    'fail providers: none of its providers works',
  ]);
  expect(wrong(await check([await esplora(bookOf(0), firstOfRoute('/tx/:txid/outspends', 9, page))]))).toEqual([
    expect.stringContaining('fail spends: it does not tell what spends outputs: /tx/'),
  ]);
});
