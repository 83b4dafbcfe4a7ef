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
  expect(read(`${first}, ${second}=https://mirror.example/v2`)).toEqual([
    [first, undefined],
    [second, 'https://mirror.example/v2'],
  ]);
  expect(new Map(read(`${second}=http://127.0.0.1:1 all`)).get(second)).toBe('http://127.0.0.1:1');
});

test.each([
  ['hidden', 'entry 1 is the API of no protocol'],
  [`${first},hidden=https://a.example`, 'entry 2 is the API of no protocol'],
  [`${first}=ftp://hidden.example`, 'entry 1 has an address that is none'],
  [`${first}=hidden`, 'entry 1 has an address that is none'],
  [`${first} ${second}=https://[hidden`, 'entry 2 has an address that is none'],
  [`${first}=https://hidden@a.example`, 'entry 1 has an address that is none, or that carries a user, a password'],
  [`${first}=https://:hidden@a.example`, 'or that carries a user, a password'],
  [`${first}=https://a.example/v2?key=hidden`, 'a password or a query'],
  [`${first}=https://a.example/v2#hidden`, 'a password or a query'],
  [`${first}=https://hidden.example,${first}=https://hidden.example`, `names ${first} twice`],
])('refuses %s, says why, and does not repeat it', (text, why) => {
  const reading = (): unknown => read(text);
  expect(reading).toThrow(InputError);
  expect(reading).toThrow(why);
  expect(reading).not.toThrow('hidden');
});
