import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { SourceError } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { readList, readNodeAnswer } from './answer.ts';
import { readInternalRow, readTransactionInternals } from './internal.ts';
import { readTokenRow } from './tokentx.ts';
import { readTopRow } from './txlist.ts';

const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const CODE = `0x${'c'.repeat(40)}`;
const HASH = `0x${'1'.repeat(64)}`;
const BEFORE_DELEGATION = '1600000000';
const AFTER_DELEGATION = '1750000000';

type Sample = {
  readonly query: Readonly<Record<string, string>>;
  readonly response: { readonly result: readonly unknown[] };
};

describe.skipIf(sharedData('explorer-samples') === undefined)('real answers of explorers', () => {
  const samples = (action: string): readonly Sample[] =>
    JSON.parse(gunzipSync(readFileSync(sharedData(`explorer-samples/${action}.json.gz`) ?? '')).toString('utf8'));

  it('give the top level of every transaction', () => {
    let rows = 0;
    for (const { query, response } of samples('txlist')) {
      const answer = readList(response, 'sample');
      if (answer.kind !== 'rows') throw new Error('not rows');
      for (const [at, value] of answer.rows.entries()) {
        const row = readTopRow(value, query.address?.toLowerCase() ?? '', at + 1, 'sample');
        expect(row.legs.every((leg) => leg.amount > 0n)).toBe(true);
        rows += 1;
      }
    }
    expect(rows).toBe(571);
  });

  it('give the internal transfers of accounts and of transactions', () => {
    let [byAccount, byTransaction] = [0, 0];
    for (const { query, response } of samples('txlistinternal')) {
      const answer = readList(response, 'sample');
      if (answer.kind !== 'rows') throw new Error('not rows');
      const hash = (query.txhash ?? query.txHash)?.toLowerCase();
      if (hash !== undefined) {
        byTransaction += readTransactionInternals(answer.rows, hash, 'sample').length;
        continue;
      }
      for (const [at, value] of answer.rows.entries()) {
        const row = readInternalRow(value, query.address?.toLowerCase() ?? '', at + 1, 'sample');
        if (row.leg !== undefined) byAccount += 1;
      }
    }
    expect(byAccount).toBeGreaterThan(15);
    expect(byTransaction).toBeGreaterThan(800);
  });

  it('give token transfers, the same leg from the view of sender and receiver', () => {
    let rows = 0;
    for (const { query, response } of samples('tokentx')) {
      for (const [at, value] of response.result.entries()) {
        const { leg } = readTokenRow(value, query.address?.toLowerCase() ?? '', at + 1, 'sample');
        if (leg === undefined) continue;
        const other = leg.from === query.address?.toLowerCase() ? leg.to : leg.from;
        expect(readTokenRow(value, other, 1, 'sample').leg).toEqual(leg);
        rows += 1;
      }
    }
    expect(rows).toBeGreaterThan(30);
  });
});

describe('a row of txlist', () => {
  it('is value and fee of a transaction that succeeded, and the fee alone of one that failed', () => {
    expect(readTopRow(top({}), ALICE, 1, 's').legs.map(({ id, amount }) => [id, amount])).toEqual([
      ['fee', 42_000n],
      ['value', 5n],
    ]);
    for (const failed of [{ isError: '1' }, { txreceipt_status: '0' }]) {
      const row = readTopRow(top(failed), ALICE, 1, 's');
      expect(row.success).toBe(false);
      expect(row.legs.map(({ id }) => id)).toEqual(['fee']);
    }
  });

  it('is read in Blockscout’s numbers as in Etherscan’s', () => {
    const hex = { blockNumber: '0xa', timeStamp: '0x5f5e1000', value: '0x5', gasUsed: '0x5208', gasPrice: '0x2' };
    expect(readTopRow(top(hex), ALICE, 1, 's')).toEqual(readTopRow(top({}), ALICE, 1, 's'));
  });

  it('adds the L1 data fee of a rollup, and prefers the effective gas price', () => {
    expect(readTopRow(top({ L1FeesPaid: '0x10', effectiveGasPrice: '3' }), ALICE, 1, 's').legs[0]?.amount).toBe(
      63_016n,
    );
  });

  it('tells a genesis allocation, which nobody sent', () => {
    const row = readTopRow(top({ hash: `GENESIS_${ALICE.slice(2)}`, from: 'GENESIS', to: ALICE }), ALICE, 1, 's');
    expect(row).toMatchObject({ hash: `0x${'0'.repeat(24)}${'a'.repeat(40)}`, sender: undefined });
    expect(row.legs).toMatchObject([{ kind: 'mint', to: ALICE, asset: 'native', amount: 5n }]);
  });

  it('sends the value of a creation to what was created, which is code', () => {
    const row = readTopRow(top({ to: '', contractAddress: CODE }), ALICE, 1, 's');
    expect(row.legs[1]).toMatchObject({ from: ALICE, to: CODE });
    expect(row.code).toEqual([CODE]);
  });

  it('takes calldata for no proof of code, a decoded function for one until wallets could carry code', () => {
    expect(readTopRow(top({ input: '0x48656c6c6f', methodId: '0x48656c6c' }), ALICE, 1, 's').code).toEqual([]);
    expect(readTopRow(top({ functionName: 'swap()' }), ALICE, 1, 's').code).toEqual([BOB]);
    expect(readTopRow(top({ functionName: 'swap()', timeStamp: AFTER_DELEGATION }), ALICE, 1, 's').code).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a missing hash', { hash: '' }, 'hash: is missing'],
    ['a short hash', { hash: '0x12' }, 'hash: "0x12" is not a transaction hash'],
    ['a value with a point', { value: '1.5' }, 'value: "1.5" is not a whole number'],
    ['a negative value', { value: '-1' }, 'value: "-1" is not a whole number'],
    ['a sender that is no address', { from: 'GENESIS' }, 'from: "GENESIS" is not an address'],
    ['a block that is none', { blockNumber: 'pending' }, 'blockNumber: "pending"'],
    ['no receiver', { to: '' }, 'to: is missing, and so is contractAddress'],
    ['an object as value', { value: {} }, 'value: is not a text'],
    ['other accounts', { from: BOB, to: CODE }, `row: does not concern ${ALICE}`],
  ])('is refused with row and field for %s', (_what, change, message) => {
    expect(() => readTopRow(top(change), ALICE, 7, 's')).toThrow(`s: txlist row 7: ${message}`);
  });
});

describe('a row of txlistinternal', () => {
  it('is a leg named by its content, and proves who called to be code', () => {
    expect(readInternalRow(inner({ traceId: '0_1' }), ALICE, 1, 's')).toMatchObject({
      leg: { id: expect.stringMatching(/^call:[0-9a-f]{16}$/), kind: 'internal', from: CODE, to: ALICE, amount: 9n },
      place: 'trace:0_1',
      code: [CODE],
    });
    expect(readInternalRow(inner({ timeStamp: AFTER_DELEGATION }), ALICE, 1, 's').code).toEqual([]);
  });

  it('moves nothing when it failed, was a delegatecall, or is the transaction itself', () => {
    for (const change of [
      { isError: '1' },
      { type: 'delegatecall' },
      { callType: 'delegatecall' },
      { value: '0' },
      { index: '0' },
    ]) {
      expect(readInternalRow(inner(change), ALICE, 1, 's').leg).toBeUndefined();
    }
  });

  it('is refused when its kind is not known', () => {
    expect(() => readInternalRow(inner({ type: 'teleport' }), ALICE, 2, 's')).toThrow(
      'txlistinternal row 2: type: "teleport"',
    );
  });
});

it('names a mint and a burn', () => {
  const zero = `0x${'0'.repeat(40)}`;
  const token = {
    blockNumber: '1',
    timeStamp: '1',
    hash: HASH,
    transactionIndex: '0',
    contractAddress: CODE,
    value: '3',
  };
  expect(readTokenRow({ ...token, from: zero, to: ALICE }, ALICE, 1, 's').leg?.kind).toBe('mint');
  expect(readTokenRow({ ...token, from: ALICE, to: zero }, ALICE, 1, 's').leg?.kind).toBe('burn');
});

it('gives a movement one name, whatever number the explorer has for it', () => {
  const token = {
    blockNumber: '1',
    timeStamp: '1',
    hash: HASH,
    transactionIndex: '0',
    contractAddress: CODE,
    value: '3',
  };
  const [numbered, bare] = [{ logIndex: '12' }, {}].map((more) =>
    readTokenRow({ ...token, from: ALICE, to: BOB, ...more }, ALICE, 1, 's'),
  );
  expect(numbered?.leg).toEqual(bare?.leg);
  expect([numbered?.place, bare?.place]).toEqual(['log:12', undefined]);
  const [etherscan, blockscout] = [{ traceId: '0_1' }, { index: '4' }].map(
    (more) => readInternalRow(inner(more), ALICE, 1, 's').leg,
  );
  expect(etherscan).toEqual(blockscout);
});

describe('the words of explorers', () => {
  it.each([
    ['Max rate limit reached', 'rate_limited'],
    ['Max calls per sec rate limit reached (3/sec)', 'rate_limited'],
    ['Max rate limit reached, please use API Key for higher rate limit', 'rate_limited'],
    ['Max daily rate limit reached. 110000 (100%) of 100000 day/limit', 'rate_limited'],
    ['Too many invalid api key attempts, please try again later', 'unauthorized'],
    ['Invalid API Key (#err2)|', 'unauthorized'],
    ['Missing/Invalid API Key', 'unauthorized'],
    ['Error! Missing Or invalid Action name', 'unsupported'],
    ['Error! Missing Or invalid Module name', 'unsupported'],
    ['Unknown action', 'unsupported'],
    ['Unknown module', 'unsupported'],
    ['Missing or unsupported chainid parameter (required for v2 api)', 'unsupported'],
    ['Sorry, it looks like you are trying to access an API Pro endpoint.', 'unsupported'],
    ['Query Timeout occured. Please select a smaller result dataset', 'timeout'],
    ['Unexpected error, timeout or server too busy. Please try again later', 'timeout'],
    ['Error! Invalid address format', 'refused'],
    ['this account was not recorded', 'refused'],
  ])('%s', (text, failure) => {
    for (const answer of [
      { status: '0', message: 'NOTOK', result: text },
      { status: '0', message: text, result: null },
    ]) {
      expect(failureOf(() => readList(answer, 's'))).toBe(failure);
    }
    expect(failureOf(() => readNodeAnswer({ status: '0', message: 'NOTOK', result: text }, 's'))).toBe(failure);
  });

  it.each(['No transactions found', 'No internal transactions found', 'No token transfers found', 'No records found'])(
    '%s is data',
    (message) => {
      expect(readList({ status: '0', message, result: [] }, 's')).toEqual({ kind: 'rows', rows: [] });
      expect(readList({ status: '0', message, result: null }, 's')).toEqual({ kind: 'rows', rows: [] });
    },
  );

  it('never takes an error for empty', () => {
    expect(failureOf(() => readList({ status: '0', message: 'NOTOK', result: [] }, 's'))).toBe('refused');
    expect(failureOf(() => readList({ status: '0', message: 'No transactions found', result: [1] }, 's'))).toBe(
      'malformed',
    );
    expect(failureOf(() => readList([], 's'))).toBe('malformed');
    expect(failureOf(() => readList({ status: '1', message: 'OK', result: 'x' }, 's'))).toBe('refused');
  });

  it('says that a range is not finished, and that pages end', () => {
    expect(
      readList(
        {
          status: '2',
          message: 'Some internal transactions within this block range have not yet been processed',
          result: [1],
        },
        's',
      ),
    ).toMatchObject({ incomplete: expect.stringContaining('not yet been processed') });
    expect(
      readList(
        {
          status: '0',
          message: 'NOTOK',
          result: 'Result window is too large, PageNo x Offset size must be less than or equal to 10000',
        },
        's',
      ),
    ).toEqual({ kind: 'window' });
  });
});

function failureOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof SourceError ? error.failure : 'other';
  }
}

function top(change: Readonly<Record<string, unknown>>): unknown {
  return {
    blockNumber: '10',
    timeStamp: BEFORE_DELEGATION,
    hash: HASH,
    transactionIndex: '3',
    from: ALICE,
    to: BOB,
    value: '5',
    gasPrice: '2',
    gasUsed: '21000',
    isError: '0',
    txreceipt_status: '1',
    input: '0x',
    contractAddress: '',
    functionName: '',
    ...change,
  };
}

function inner(change: Readonly<Record<string, unknown>>): unknown {
  return {
    blockNumber: '10',
    timeStamp: BEFORE_DELEGATION,
    hash: HASH,
    from: CODE,
    to: ALICE,
    value: '9',
    contractAddress: '',
    type: 'call',
    isError: '0',
    ...change,
  };
}
