import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../../bench/explain.ts';
import { measureRecognition, type Recognition } from '../../bench/recognition.ts';
import { RECORDS } from './explained.ts';
import { readRawRecords } from './raw-record.ts';

/** Files of exchanges and aggregators: what is called a swap there is one. */
const EXCHANGES =
  /^(uniswapv[234]|1inch|zerox|paraswap(_v6)?|cowswap|odos_v[12]|curve|balancer(_v3)?|sushiswap|kyber|velodrome|aerodrome)$/;
const NAMED = ['0x', '1inch', 'balancer', 'cow', 'curve', 'odos', 'paraswap', 'uniswap_v2', 'uniswap_v3', 'uniswap_v4'];

describe.skipIf(RECORDS === undefined)('the swaps of the recorded transactions', () => {
  let recognition: Recognition;
  beforeAll(async () => {
    recognition = await measureRecognition(RECORDS ?? '');
  });
  const outcomes = (outcome: string) => recognition.swaps.filter((swap) => swap.outcome === outcome);

  it('are all recognised in the files of exchanges and aggregators, except where the native leg is not in the record', () => {
    const own = recognition.swaps.filter(({ file }) => EXCHANGES.test(file));
    expect(own.filter((swap) => swap.outcome === 'not_recognised')).toEqual([]);
    expect(own.filter((swap) => swap.outcome === 'recognised').length).toBe(82);
    expect(own.filter((swap) => swap.outcome === 'native_missing').length).toBe(17);
  });

  it('are recognised with every protocol that has a name to show', () => {
    const rows = rowsOf(recognition).filter(({ protocol }) => NAMED.includes(protocol));
    expect(rows.map(({ protocol }) => protocol)).toEqual(NAMED);
    for (const row of rows) {
      expect(row.recognised, row.protocol).toBeGreaterThan(0);
      expect(row.recognised + row.native_missing + row.not_recognised, row.protocol).toBe(row.swaps);
    }
  });

  it('that are not recognised anywhere else are these, and each has its reason', () => {
    expect(outcomes('not_recognised').map(({ file, tx, reason }) => [file, tx.slice(0, 10), reason])).toEqual([
      ['crosscurve', '0xd2c1698e', 'the sender only relayed: what is swapped came from another chain'],
      ['crosscurve', '0x03177504', STAYED],
      ['curve_crvusd', '0xf79aa597', STAYED],
      ['eth2', '0x02be96ca', OWN],
      ['eth2', '0x0979badc', OWN],
      ['eth2', '0xcb7ebe40', OWN],
      ['eth2', '0xd44d7207', OWN],
      ['extrafi', '0xc1b3c8ac', STAYED],
      ['extrafi', '0xf1f2de24', STAYED],
      ['extrafi', '0xf0458b2c', STAYED],
      ['lifi', '0xa49f2892', 'the sender only relayed: what is swapped came from another chain'],
      ['lifi', '0x58a9e5fa', STAYED],
      ['lifi', '0x647abf5d', STAYED],
      ['lifi', '0x9f0a7244', STAYED],
      ['woo_fi', '0x221118a4', STAYED],
    ]);
  });

  it('whose native leg is missing have records without internal value, every one', () => {
    const missing = outcomes('native_missing');
    expect(missing).toHaveLength(28);
    for (const { file, tx } of missing) {
      const record = readRawRecords(`${RECORDS}/${file}.jsonl.gz`).find(({ hash }) => hash === tx);
      expect({ hash: record?.hash, internal: record?.internal ?? 'not there' }).toEqual({
        hash: tx,
        internal: 'not there',
      });
    }
  });
});

const STAYED = 'what the sender gave for it stayed in a contract, or was paid out on another chain';
const OWN = 'the contract that was called traded with its own money';
