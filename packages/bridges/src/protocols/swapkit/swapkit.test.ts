import { expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeTransaction } from '../../made.fixture.ts';
import { RELAY } from '../relay/adapter.ts';
import { SWAPKIT } from './adapter.ts';

const WRAPPER = '0xd31f7e39afecec4855fecc51b693f9a0cec49fd2';

it('puts its name to what its contracts send through a bridge, and is nothing by itself', () => {
  const depository = '0x4cd00e387622c35bddb9b4c962c136462338bc31';
  const event = 'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)';
  const logs = [{ from: depository, event, args: [WRAPPER, 5n, `0x${'12'.repeat(32)}`] }];
  const made = { chain: 'eip155:1', to: WRAPPER, input: '0xe4d0c7f0' };
  const reader = createBridgeReader([], [SWAPKIT, RELAY]);
  expect(reader.read(madeTransaction({ ...made, logs }))).toMatchObject([{ protocol: 'relay', via: ['swapkit'] }]);
  expect(reader.read(madeTransaction(made))).toEqual([]);
  expect(reader.read(madeTransaction({ ...made, to: madeAddress('99'), logs }))).toMatchObject([{ via: [] }]);
});
