import { InputError } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { readAccountsCsv } from './accounts-csv.ts';

const HEADER = 'protocol,chain,address,role,source,from,until';
const VAULT = '0x0dac1fb302bc428d8dc272a511e7c2f0d2a1c128';
const ROW = `thorchain,eip155:1,${VAULT},Vault,an analyst,2025-02-20,2025-02-25`;

function refusal(text: string): InputError {
  try {
    readAccountsCsv(text, 'vaults.csv');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

test('reads accounts with the days in which they were in use, whole ones', () => {
  expect(readAccountsCsv(`${HEADER}\n${ROW}\n`, 'vaults.csv')).toEqual([
    {
      protocol: 'thorchain',
      chain: 'eip155:1',
      address: VAULT,
      role: 'Vault',
      source: 'an analyst',
      from: Date.UTC(2025, 1, 20) / 1000,
      until: Date.UTC(2025, 1, 26) / 1000 - 1,
    },
  ]);
  const bitcoin = 'maya,bip122:000000000019d6689c085ae165831e93,1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,Vault,me';
  const [coins] = readAccountsCsv(`protocol,chain,address,role,source\n${bitcoin}\n`, 'vaults.csv');
  expect(coins).toMatchObject({ address: expect.stringMatching(/^0x76a914/), from: undefined, until: undefined });
});

test.each([
  ['thorchian', ROW.replace('thorchain', 'thorchian'), 'protocol', /bridges list/],
  ['a chain', ROW.replace('eip155:1', 'ether'), 'chain', /./],
  ['an address', ROW.replace(VAULT, '0x12'), 'address', /./],
  ['a role', ROW.replace('Vault', 'vault'), 'role', /Vault/],
  ['no source', ROW.replace('an analyst', ''), 'source', /./],
  ['a date', ROW.replace('2025-02-20', 'yesterday'), 'from', /Unix seconds/],
  ['an end before its beginning', ROW.replace('2025-02-25', '2025-02-19'), 'until', /after from/],
])('refuses %s with file, line, field and remedy', (_name, row, field, remedy) => {
  const error = refusal(`${HEADER}\n${ROW}\n${row}\n`);
  expect(error.place).toEqual({ file: 'vaults.csv', line: 3, field });
  expect(error.remedy).toMatch(remedy);
});

test('refuses an account that is named twice', () => {
  expect(refusal(`${HEADER}\n${ROW}\n${ROW}\n`).place).toEqual({ file: 'vaults.csv', line: 3 });
});
