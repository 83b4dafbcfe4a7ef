import { createBridgeReader } from '@fundtrail/bridges';
import { readEsploraTransaction, utxoFact } from '@fundtrail/chains';
import { describe, expect, it } from 'vitest';
import { createExplainUtxo } from './explain-utxo.ts';
import { stolenThrough } from './stolen-through.ts';
import { createTaintMarks } from './taint-marks.ts';
import { readingOfEsplora, readingOfFact, type UtxoReading } from './utxo-reading.ts';

const explainUtxo = createExplainUtxo(createBridgeReader());
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const KEY = `02${'79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'}`;
/** Of that key: its hash is known from the generator point's address. */
const KEY_ADDRESS = '1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH';

type Coin = readonly [owner: number | string, amount: number];

function scriptOf(owner: number | string): string {
  return typeof owner === 'string' ? owner : `0014${owner.toString(16).padStart(40, '0')}`;
}

function reading(inputs: readonly Coin[], outputs: readonly Coin[]): UtxoReading {
  return readingOfEsplora(
    readEsploraTransaction(BITCOIN, {
      txid: 'f'.repeat(64),
      vin: inputs.map(([owner, value], place) => ({
        txid: 'abcdef'.charAt(place % 3).repeat(64),
        vout: place,
        prevout: { scriptpubkey: scriptOf(owner), value },
      })),
      vout: outputs.map(([owner, value]) => ({ scriptpubkey: scriptOf(owner), value })),
      status: { confirmed: true, block_height: 7, block_hash: '9'.repeat(64), block_time: 1_700_000_000 },
    }),
  );
}

describe('a transaction of a UTXO chain that is explained', () => {
  it('marks change, and what a peel takes off', () => {
    const { kind, change, outputs } = explainUtxo(
      reading(
        [[1, 1_000_000]],
        [
          [2, 40_000],
          [1, 950_123],
        ],
      ),
    );
    expect(kind).toBe('peel');
    expect(change).toMatchObject({ vout: 1 });
    expect(outputs.map(({ marks }) => marks)).toEqual([['peel'], ['change']]);
  });

  it('has no mark for data', () => {
    const { outputs } = explainUtxo(
      reading(
        [[1, 1_000_000]],
        [
          [2, 40_000],
          ['6a0161', 0],
          [1, 950_123],
        ],
      ),
    );
    expect(outputs.map(({ marks }) => marks)).toEqual([['peel'], [], ['change']]);
    expect(outputs[1]).toMatchObject({ address: null, type: 'data', data: { hex: '61', text: 'a' } });
  });

  it('tells a key in the open from its hash where the record has the script, under one address', () => {
    const told = reading([[`21${KEY}ac`, 900]], [[`21${KEY}ac`, 800]]);
    const { inputs, outputs } = explainUtxo(told);
    expect([inputs[0]?.type, outputs[0]?.type]).toEqual(['p2pk', 'p2pk']);
    expect([inputs[0]?.address, outputs[0]?.address]).toEqual([KEY_ADDRESS, KEY_ADDRESS]);
    expect(explainUtxo(readingOfFact(told.fact)).outputs[0]).toMatchObject({ type: 'p2pkh', address: KEY_ADDRESS });
  });

  it('says whose coins are spent together, unless it may be a CoinJoin of two', () => {
    const inputs: readonly Coin[] = [
      [1, 50_000],
      [2, 60_000],
    ];
    const notesOf = (outputs: readonly Coin[]) => explainUtxo(reading(inputs, outputs)).notes;
    expect(notesOf([[3, 100_000]])).toEqual([
      "coins of 2 addresses are spent together: most likely one owner's (confidence 50)",
    ]);
    expect(
      notesOf([
        [3, 40_000],
        [4, 40_000],
        [5, 9_000],
        [6, 19_000],
      ]),
    ).toEqual([expect.stringMatching(/CoinJoin of two/)]);
  });

  it('is the same whatever order its marks are given in, and has no taint without marks', () => {
    const told = reading(
      [
        [1, 100],
        [2, 900],
      ],
      [
        [3, 500],
        [4, 490],
      ],
    );
    const places = createTaintMarks(`1,${'a'.repeat(64)}:0,1`).of(told.fact);
    expect(places).toEqual([0, 1]);
    expect(explainUtxo(told, [0]).taint?.haircut).toEqual({ outputs: ['50', '49'], fee: '1' });
    expect(explainUtxo(told, places).taint?.fifo).toEqual({ outputs: ['500', '490'], fee: '10' });
    expect(explainUtxo(told)).not.toHaveProperty('taint');
  });

  it('shares what is stolen the same where one transaction made several of its coins', () => {
    const told = readingOfEsplora(
      readEsploraTransaction(BITCOIN, {
        txid: 'f'.repeat(64),
        vin: [2, 0, 1].map((vout) => ({
          txid: 'a'.repeat(64),
          vout,
          prevout: { scriptpubkey: scriptOf(1), value: 100 * (vout + 1) },
        })),
        vout: [
          { scriptpubkey: scriptOf(2), value: 350 },
          { scriptpubkey: scriptOf(3), value: 250 },
        ],
      }),
    );
    expect(explainUtxo(told, [0, 2]).taint).toEqual({
      haircut: { outputs: ['292', '208'], fee: '0' },
      fifo: { outputs: ['300', '200'], fee: '0' },
      lifo: { outputs: ['250', '250'], fee: '0' },
      tiho: { outputs: ['350', '150'], fee: '0' },
      poison: { outputs: ['350', '250'], fee: null },
    });
  });

  it('takes amounts without owners as they are: the fee is known, and what is stolen', () => {
    const fact = utxoFact({
      chain: BITCOIN,
      hash: `0x${'f'.repeat(64)}`,
      block: 7,
      index: 1,
      time: 1,
      inputs: [{ tx: `0x${'a'.repeat(64)}`, place: 0, spent: { script: undefined, amount: 100n } }],
      outputs: [{ script: `0x${scriptOf(2)}`, amount: 90n }],
    });
    const { inputs, fee, taint, notes } = explainUtxo(readingOfFact(fact), [0]);
    expect(inputs).toMatchObject([{ address: null, type: null, amount: '100' }]);
    expect([fee, taint?.fifo]).toEqual(['10', { outputs: ['90'], fee: '10' }]);
    expect(notes).toEqual(['owners of 1 of 1 inputs are not in the record']);
  });

  it('counts what goes to data as stolen as well: whoever burns it has had it', () => {
    const told = reading(
      [[1, 100]],
      [
        ['6a0161', 60],
        [2, 30],
      ],
    );
    expect(explainUtxo(told, [0]).taint?.haircut).toEqual({ outputs: ['60', '30'], fee: '10' });
  });
});

describe('what the ledger would do with stolen coins', () => {
  it('is asked of all inputs where none is marked, and of none where there are none', () => {
    const told = reading(
      [
        [1, 100],
        [2, 900],
      ],
      [
        [3, 500],
        [4, 490],
      ],
    );
    expect(stolenThrough(told.fact)).toMatchObject({
      marked: false,
      stolen: '1000',
      end: undefined,
      taint: { lifo: { outputs: ['500', '490'], fee: '10' } },
    });
    expect(stolenThrough(told.fact, [1])).toMatchObject({ marked: true, stolen: '900' });
    const made = readEsploraTransaction(BITCOIN, {
      txid: 'f'.repeat(64),
      vin: [{ txid: '0'.repeat(64), vout: 4_294_967_295, is_coinbase: true }],
      vout: [{ scriptpubkey: '51', value: 5 }],
    });
    expect(stolenThrough(readingOfEsplora(made).fact)).toBeUndefined();
  });
});
