import { assetId, InputError, type InputPlace, type PriceFact, parseAssetRef, parseChain } from '@fundtrail/core';
import { type CsvRow, readCsvRows } from './csv-rows.ts';
import { readCsvTime } from './csv-time.ts';

const COLUMNS = { required: ['asset', 'time', 'usd', 'source'], optional: [] };
const DECIMAL = /^(0|[1-9][0-9]*)(\.[0-9]+)?$/;

/**
 * Reads price facts: `asset,time,usd,source`. `asset` is CAIP-19 (`eip155:1/slip44:60`, `eip155:1/erc20:0x…`), `time` Unix
 * seconds or ISO 8601 in UTC, `usd` US dollars for one whole unit as a decimal number, `source` where the price is from.
 * @throws InputError with file, line and field; two prices of one asset, time and source are an error.
 */
export function readPricesCsv(text: string, file: string): readonly PriceFact[] {
  const seen = new Map<string, number>();
  return readCsvRows(text, file, COLUMNS).map((row) => {
    const price = readPrice(row, { file, line: row.line });
    const key = `${price.asset} ${price.time} ${price.source}`;
    const first = seen.get(key);
    if (first !== undefined) {
      throw new InputError(
        'the same price is given twice',
        { file, line: row.line },
        { remedy: `It stands in line ${first} already.` },
      );
    }
    seen.set(key, row.line);
    return price;
  });
}

function readPrice(row: CsvRow, place: InputPlace): PriceFact {
  const value = (column: string): string => row.values.get(column) ?? '';
  return {
    asset: readAsset(value('asset'), place),
    time: readCsvTime(value('time'), { ...place, field: 'time' }),
    usd: readUsd(value('usd'), place),
    source: value('source'),
  };
}

function readAsset(text: string, place: InputPlace): string {
  const slash = text.indexOf('/');
  if (slash < 0) {
    throw new InputError(
      `${JSON.stringify(text)} is not a CAIP-19 asset`,
      { ...place, field: 'asset' },
      { remedy: 'Write it like eip155:1/slip44:60 or eip155:1/erc20:0x….' },
    );
  }
  try {
    const chain = parseChain(text.slice(0, slash), 'asset');
    return assetId(chain, parseAssetRef(text, chain, 'asset'));
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}

function readUsd(text: string, place: InputPlace): string {
  if (DECIMAL.test(text)) return text;
  throw new InputError(
    `${JSON.stringify(text)} is not a price`,
    { ...place, field: 'usd' },
    { remedy: 'Give US dollars for one whole unit, like 3021.55, without sign or exponent.' },
  );
}
