import { utxoFact } from '@fundtrail/chains';
import { parseAddress, type TransactionFact, ZERO_ADDRESS } from '@fundtrail/core';
import { parseUnits } from 'ethers';
import { madeAddress, madeNative, madeTransaction } from '../../made.fixture.ts';
import { DEPOSIT_EVENT } from '../../thor/deposits.ts';
import { BITCOIN, sharedJson } from '../../thor/recorded-thor.fixture.ts';

const VAULT_OF_ETHER = madeAddress('fa');
export const VAULT_OF_COINS = `0x0014${'fa'.repeat(20)}`;

/** Ether of the Bybit theft that became bitcoin: the deposit MADE as its router emits it, the payout as its vault pays it, of what Midgard tells of both. */
export function bybit(): {
  readonly deposited: TransactionFact;
  readonly paid: TransactionFact;
  readonly receiver: string;
} {
  const { bridge } = sharedJson<{ bridge: Bridge }>('bybit-2025/bybit_5hop_to_btc_path.json');
  const receiver = parseAddress(bridge.out_address, BITCOIN);
  const ether = parseUnits(bridge.in_amount_eth, 18);
  const deposited: TransactionFact = {
    ...madeTransaction({
      chain: 'eip155:1',
      sender: '0xb21e59b3d4e4d6c5247325dc5fbedbc89afc69f4',
      to: bridge.router,
      logs: [
        {
          from: bridge.router,
          event: DEPOSIT_EVENT,
          args: [VAULT_OF_ETHER, ZERO_ADDRESS, ether, bridge.memo],
        },
      ],
      legs: [madeNative('trace:0', bridge.router, VAULT_OF_ETHER, ether)],
    }),
    hash: bridge.in_tx,
  };
  const paid = utxoFact({
    chain: BITCOIN,
    hash: `0x${bridge.out_tx}`,
    block: 885_000,
    index: 1,
    time: 1_740_447_000,
    inputs: [{ tx: `0x${'11'.repeat(32)}`, place: 0, spent: { script: VAULT_OF_COINS, amount: 500_000_000n } }],
    outputs: [
      { script: receiver, amount: 121_327_264n },
      { script: VAULT_OF_COINS, amount: 378_000_000n },
      { script: dataScript(`OUT:${bridge.in_tx.slice(2).toUpperCase()}`), amount: 0n },
    ],
  });
  return { deposited, paid, receiver };
}

type Bridge = {
  readonly router: string;
  readonly in_tx: string;
  readonly in_amount_eth: string;
  readonly memo: string;
  readonly out_tx: string;
  readonly out_address: string;
};

function dataScript(text: string): string {
  const bytes = Buffer.from(text);
  return `0x6a${bytes.length.toString(16)}${bytes.toString('hex')}`;
}
