import { PROTOCOLS, type ProtocolAdapter } from '@fundtrail/bridges';
import { InputError, type InputPlace, parseAddress, parseChain } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';
import { type CsvRow, readCsvRows } from './csv-rows.ts';
import { readCsvTime } from './csv-time.ts';

const COLUMNS = { required: ['protocol', 'chain', 'address', 'role', 'source'], optional: ['from', 'until'] };
const DAY_SECONDS = 86_400;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads accounts of protocols: `protocol,chain,address,role,source[,from,until]`. `role` is what the protocol's rules know it as (`Vault`),
 * `source` who says so; `from` and `until` are Unix seconds or ISO 8601 in UTC, and a day is whole. Left out: from ever, still.
 * @throws InputError with file, line and field; one account that is named twice is an error.
 */
export function readAccountsCsv(text: string, file: string): readonly ProtocolAccount[] {
  const seen = new Map<string, number>();
  return readCsvRows(text, file, COLUMNS).map((row) => {
    const place = { file, line: row.line };
    const account = readAccount(row, place);
    const name = [account.protocol, account.chain, account.address, account.role].join(' ');
    const first = seen.get(name);
    if (first !== undefined) {
      throw new InputError('the same account is given twice', place, { remedy: `It stands in line ${first} already.` });
    }
    seen.set(name, row.line);
    return account;
  });
}

function readAccount(row: CsvRow, place: InputPlace): ProtocolAccount {
  const value = (column: string): string => row.values.get(column) ?? '';
  try {
    const adapter = readProtocol(value('protocol'));
    const chain = parseChain(value('chain'), 'chain');
    const from = value('from') === '' ? undefined : readCsvTime(value('from'), { field: 'from' });
    const until = value('until') === '' ? undefined : readUntil(value('until'));
    if (from !== undefined && until !== undefined && until < from) {
      throw new InputError('it ends before it begins', { field: 'until' }, { remedy: 'Give a time after from.' });
    }
    return {
      protocol: adapter.protocol,
      chain,
      address: parseAddress(value('address'), chain, 'address'),
      role: readRole(value('role'), adapter),
      source: value('source'),
      from,
      until,
    };
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}

/** The last second in use. */
function readUntil(text: string): number {
  const time = readCsvTime(text, { field: 'until' });
  return DAY.test(text) ? time + DAY_SECONDS - 1 : time;
}

function readProtocol(name: string): ProtocolAdapter {
  const known = PROTOCOLS.find(({ protocol }) => protocol === name);
  if (known !== undefined) return known;
  throw new InputError(
    `no protocol is called ${JSON.stringify(name)}`,
    { field: 'protocol' },
    { remedy: 'Choose from `fundtrail bridges list`.' },
  );
}

function readRole(role: string, { title, contracts, source, destination }: ProtocolAdapter): string {
  const ofRules = [...source, ...destination].flatMap((rule): readonly string[] => {
    if (rule.on === 'utxo') return [];
    if (rule.on === 'log') return rule.from === 'any' ? [] : rule.from;
    return rule.of;
  });
  const roles = [...new Set([...ofRules, ...contracts.map((row) => row.role)])].sort();
  if (roles.includes(role)) return role;
  throw new InputError(
    `${title} has no role ${JSON.stringify(role)}`,
    { field: 'role' },
    { remedy: `Choose from ${roles.join(', ')}.` },
  );
}
