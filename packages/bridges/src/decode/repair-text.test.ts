import { AbiCoder, id, ParamType } from 'ethers';
import { describe, expect, it } from 'vitest';
import type { ProtocolAdapter } from '../adapter.ts';
import { createBridgeReader } from '../bridge-reader.ts';
import { contracts } from '../contracts.ts';
import { madeAddress, madeTransaction } from '../made.fixture.ts';
import { isWhole, repairText } from './repair-text.ts';

const coder = AbiCoder.defaultAbiCoder();
const SELECTOR = id('deposit(uint256,string)').slice(0, 10);
const MARK = '4142434445464748';
const NOT_TEXT = 'fffefffefffefffe';

/** Encoded with text in which `ABCDEFGH` becomes bytes that are no UTF-8. */
function spoilt(types: readonly string[], values: readonly unknown[]): string {
  return coder.encode(types, values).replaceAll(MARK, NOT_TEXT);
}

describe('text that is no UTF-8', () => {
  it('is replaced where it stands, and nothing else is changed', () => {
    const types = ['uint256 a', 'string b', 'tuple(bytes32 c, string[] d, tuple(string e, bytes f)[] g) h'];
    const parsed = types.map((type) => ParamType.from(type));
    const inner = [`0x${'12'.repeat(32)}`, ['ok', 'ABCDEFGH'], [['ABCDEFGH', '0x1234']]];
    const data = spoilt(types, [7n, 'xABCDEFGH', inner]);
    expect(isWhole(coder.decode(parsed, data))).toBe(false);
    const read = coder.decode(parsed, repairText(parsed, data)).toArray(true);
    const bad = '\ufffd'.repeat(8);
    expect(read).toEqual([7n, `x${bad}`, [inner[0], ['ok', bad], [[bad, '0x1234']]]]);
  });

  it('leaves data as it is where all of it is text', () => {
    const types = ['string', 'uint8'].map((type) => ParamType.from(type));
    const data = coder.encode(types, ['grüße', 3]);
    expect(repairText(types, data)).toBe(data);
  });

  it('hides no movement: what a contract emitted or was called with is read with it', () => {
    const contract = madeAddress('c0');
    const adapter: ProtocolAdapter = {
      protocol: 'test',
      title: 'Test',
      kind: 'bridge',
      proof: 'K',
      contracts: contracts('Router', 'made', { 1: contract }),
      source: [
        {
          on: 'log',
          from: ['Router'],
          event: 'event Deposit(uint256 amount, string memo)',
          read: (args) => ({ kind: 'leg', side: 'source', amount: args.uint('amount'), memo: args.text('memo') }),
        },
        {
          on: 'call',
          function: 'function deposit(uint256 amount, string memo)',
          of: ['Router'],
          read: (args) => ({ kind: 'leg', side: 'source', amount: args.uint('amount'), memo: args.text('memo') }),
        },
      ],
      destination: [],
      delays: { usualSeconds: 1, p99Seconds: 2 },
    };
    const spoil = (hex: string): string => hex.replaceAll(MARK, NOT_TEXT);
    const fact = madeTransaction({
      chain: 'eip155:1',
      to: contract,
      logs: [{ from: contract, event: 'event Deposit(uint256 amount, string memo)', args: [5n, '=:ABCDEFGH'] }],
    });
    const { receipt } = fact;
    if (receipt === undefined) throw new Error('no receipt');
    const logs = (receipt.logs ?? []).map((log) => ({ ...log, data: spoil(log.data) }));
    const memo = `=:${'\ufffd'.repeat(8)}`;
    expect(createBridgeReader([], [adapter]).read({ ...fact, receipt: { ...receipt, logs } })).toMatchObject([
      { amount: 5n, memo, fault: undefined },
    ]);
    const input = spoil(`${SELECTOR}${coder.encode(['uint256', 'string'], [6n, '=:ABCDEFGH']).slice(2)}`);
    const called = { ...fact, receipt: { to: receipt.to, input, logs: [] } };
    expect(createBridgeReader([], [adapter]).read(called)).toMatchObject([{ amount: 6n, memo, fault: undefined }]);
  });
});
