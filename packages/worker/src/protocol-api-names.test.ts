import { listApis } from '@fundtrail/bridges';
import { InputError } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { readProtocolApis } from './protocol-api-names.ts';

const FIELD = 'FUNDTRAIL_PROTOCOL_APIS';
const read = (text: string | undefined) => [...readProtocolApis(text, FIELD)];
const [first = '', second = ''] = listApis();

test('no API is asked unless it is named, and all of them when all are', () => {
  expect(read(undefined)).toEqual([]);
  expect(read('all').map(([name]) => name)).toEqual(listApis());
});

test('names stand for their own address, or for the one behind them', () => {
  expect(read(`${first}, ${second}=https://mirror.example/v2?a=b`)).toEqual([
    [first, undefined],
    [second, 'https://mirror.example/v2?a=b'],
  ]);
  expect(new Map(read(`${second}=http://127.0.0.1:1 all`)).get(second)).toBe('http://127.0.0.1:1');
});

test.each(['nobody', `${first}=ftp://x`, `${first}=https://a.example,${first}=https://b.example`])(
  'refuses %s and says what can be written',
  (text) => {
    expect(() => readProtocolApis(text, FIELD)).toThrow(InputError);
  },
);
