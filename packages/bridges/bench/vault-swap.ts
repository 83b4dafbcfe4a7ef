import { esploraTransaction, utxoFact } from '@fundtrail/chains';
import { BITCOIN } from '../src/thor/recorded-thor.fixture.ts';
import { dataJson, type Recorded } from './shared-files.ts';

/** Amounts as the record tells them, in satoshis: what is swapped, and made ones for change and input. */
const [SWAPPED, CHANGE, SPENT] = [500_000, 13_435, 600_000];

type Told = {
  readonly txid: string;
  readonly hex: string;
  readonly expect: { readonly vout1_payload: string };
};

/** The recorded vault swap of Chainflip's test network, read as were it on mainnet: the form is the same. */
export function vaultSwap(): readonly Recorded[] {
  const { txid, hex, expect } = dataJson<Told>('bridges/fixtures/chainflip/btc-vault-swap-testnet.json');
  const channel = `5120${hex.split('225120')[1]?.slice(0, 64) ?? ''}`;
  const change = `0014${hex.split('160014')[1]?.slice(0, 40) ?? ''}`;
  const json = {
    txid,
    vin: [{ txid: 'aa'.repeat(32), vout: 0, prevout: { scriptpubkey: change, value: SPENT } }],
    vout: [
      { scriptpubkey: channel, value: SWAPPED },
      { scriptpubkey: `6a2f${expect.vout1_payload}`, value: 0 },
      { scriptpubkey: change, value: CHANGE },
    ],
    status: { confirmed: true, block_height: 1, block_hash: 'ab'.repeat(32), block_time: 1_700_000_000 },
  };
  const fact = utxoFact(esploraTransaction(BITCOIN, json));
  return [{ file: 'chainflip', names: ['btc-vault-swap-testnet'], fact, made: 'network, time, input and change' }];
}
