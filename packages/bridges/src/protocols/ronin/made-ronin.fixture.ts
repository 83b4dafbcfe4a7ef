import type { TransactionFact } from '@fundtrail/core';
import { eventOf, type MadeLog, madeToken, madeTransaction } from '../../made.fixture.ts';
import type { PairRow } from '../nomad/made-nomad.fixture.ts';
import { RONIN } from './adapter.ts';

const [GATEWAY, GATEWAY_2] = [
  '0x64192819ac13ef72bf6b5ae239ac672b43a9af08',
  '0x0cf8ff40a508bdbc39fbe1bb679dcba64e65c7df',
];
const WORD = `0x${'11'.repeat(32)}`;

/** Both transactions of a recorded pair, with logs made of its row as today's gateways emit them. */
export function madeOf(way: 'deposit' | 'withdrawal'): (row: PairRow) => readonly TransactionFact[] {
  const isDeposit = way === 'deposit';
  const [here, there] = isDeposit ? ['eip155:1', 'eip155:2020'] : ['eip155:2020', 'eip155:1'];
  const [gateway, gateway2] = isDeposit ? [GATEWAY, GATEWAY_2] : [GATEWAY_2, GATEWAY];
  return (row) => {
    const { sender, to, token, token2, amount } = row;
    const [mine, theirs] = [
      [sender, token],
      [to, token2],
    ] as const;
    const [[main, mainToken], [side, sideToken]] = isDeposit ? [mine, theirs] : [theirs, mine];
    const receipt = [row.id, isDeposit ? 0 : 1, [main, mainToken, 1], [side, sideToken, 2020], [0, 0, amount]];
    const log = (from: string, name: string): MadeLog => ({ from, event: eventOf(RONIN, name), args: [WORD, receipt] });
    const [left, came] = isDeposit ? ['DepositRequested', 'Deposited'] : ['WithdrawalRequested', 'Withdrew'];
    const out = [madeToken('log:1', token, sender, gateway, amount)];
    const into = [madeToken('log:1', token2, gateway2, to, amount)];
    return [
      { ...madeTransaction({ chain: here, logs: [log(gateway, left)], legs: out, time: row.leftAt }), hash: row.from },
      {
        ...madeTransaction({ chain: there, logs: [log(gateway2, came)], legs: into, time: row.arrivedAt }),
        hash: row.into,
      },
    ];
  };
}
