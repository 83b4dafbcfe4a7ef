import { readFileSync } from 'node:fs';
import { esploraTransaction, utxoFact } from '@fundtrail/chains';
import { type Leg, type LogFact, parseAddress, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { Interface } from 'ethers';
import type { Located } from '../read/rule-index.ts';
import { DEPOSIT_EVENT } from './deposits.ts';
import { AND_CALL_EVENT, TRANSFER_OUT_EVENT } from './payout-events.ts';
import { DEPOSIT, TRANSFER_OUT, TRANSFER_OUT_AND_CALL } from './router-calls.ts';

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const CHAIN_RECORDS = 'bridges/fixtures/thorchain-chain';

/** Whether recorded transactions and answers of the networks lie beside the project. */
export const HAS_THOR_RECORDS: boolean = [
  CHAIN_RECORDS,
  'bridges/fixtures/thorchain-api',
  'bridges/fixtures/maya-api',
  'thorchain-midgard',
  'bybit-2025',
].every((folder) => sharedData(folder) !== undefined);

export function sharedJson<T = unknown>(path: string): T {
  const file = sharedData(path);
  if (file === undefined) throw new Error(`${path} is missing`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

type Moved = { readonly from: string; readonly to: string; readonly value: string; readonly contract?: string };

type EvmRecord = {
  readonly txid: string;
  readonly blockHeight: number;
  readonly timestamp: number;
  readonly from: string;
  readonly to: string;
  readonly value: string;
  readonly input: string;
  readonly internalTxs?: readonly Moved[];
  readonly tokenTransfers?: readonly Moved[];
};

/**
 * A recorded transaction of Ethereum. It is recorded without its receipt: the router's log is MADE, as the published source of the router
 * emits it for the recorded call data; with `logs: 'unknown'` there is none, as from a source that tells no logs.
 */
export function recordedCall(name: string, logs: 'made' | 'unknown' = 'made'): TransactionFact {
  const record = sharedJson<EvmRecord>(`${CHAIN_RECORDS}/${name}.json`);
  const [from, to] = [record.from.toLowerCase(), record.to.toLowerCase()];
  const value: Leg = { id: 'value', kind: 'native', from, to, asset: 'native', amount: BigInt(record.value) };
  return {
    chain: 'eip155:1',
    hash: record.txid,
    block: record.blockHeight,
    index: 0,
    time: record.timestamp,
    sender: from,
    success: true,
    legs: [value, ...moves(record)],
    whole: record.internalTxs === undefined ? ['native'] : ['native', 'internal', 'token'],
    receipt: { to, input: record.input, ...(logs === 'made' ? { logs: [emitted(record)] } : {}) },
  };
}

function moves({ internalTxs = [], tokenTransfers = [] }: EvmRecord): readonly Leg[] {
  const leg = ({ from, to, value, contract }: Moved, place: number): Leg => ({
    id: contract === undefined ? `trace:0_${place}` : `log:${place}`,
    kind: contract === undefined ? 'internal' : 'token',
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    asset: contract?.toLowerCase() ?? 'native',
    amount: BigInt(value),
  });
  return [...internalTxs, ...tokenTransfers].map(leg);
}

const CALLS = new Interface([DEPOSIT, TRANSFER_OUT, TRANSFER_OUT_AND_CALL]);
const EVENTS = new Interface([DEPOSIT_EVENT, TRANSFER_OUT_EVENT, AND_CALL_EVENT]);

/** Of native value routers V1 to V4.1 emit what was sent, not what the call data says. */
function emitted({ from, to, value, input }: EvmRecord): LogFact {
  const call = CALLS.parseTransaction({ data: input });
  const args = call?.args;
  if (args === undefined) throw new Error('no call of a router');
  const made = (event: string, values: readonly unknown[]): LogFact => {
    const { topics, data } = EVENTS.encodeEventLog(event, values);
    return { address: to.toLowerCase(), topics, data, index: 0 };
  };
  if (call?.name === 'deposit') return made('Deposit', [args.vault, args.asset, value, args.memo]);
  if (call?.name === 'transferOut') return made('TransferOut', [from, args.to, args.asset, value, args.memo]);
  const { target, finalAsset, to: receiver, amountOutMin, memo } = args;
  return made('TransferOutAndCall', [from, target, value, finalAsset, receiver, amountOutMin, memo]);
}

type CoinRecord = {
  readonly txid: string;
  readonly blockHeight: number;
  readonly timestamp: number;
  readonly hex: string;
  readonly vin: readonly {
    readonly txid: string;
    readonly vout: number;
    readonly address: string;
    readonly value: string;
  }[];
};

/** A recorded transaction of Bitcoin: its bytes, with what its inputs spend, through the reader of Esplora's answers. */
export function recordedCoins(name: string): TransactionFact {
  const { txid, blockHeight, timestamp, hex, vin } = sharedJson<CoinRecord>(`${CHAIN_RECORDS}/${name}.json`);
  const inputs = vin.map((input) => ({
    txid: input.txid,
    vout: input.vout,
    prevout: { scriptpubkey: parseAddress(input.address, BITCOIN).slice(2), value: Number(input.value) },
  }));
  const json = {
    txid,
    vin: inputs,
    vout: outputsOf(Buffer.from(hex, 'hex')),
    status: { confirmed: true, block_height: blockHeight, block_hash: 'ab'.repeat(32), block_time: timestamp },
  };
  return utxoFact(esploraTransaction(BITCOIN, json));
}

/** The outputs in the bytes of a transaction with witnesses whose lists are shorter than 253. */
function outputsOf(bytes: Buffer): readonly { readonly scriptpubkey: string; readonly value: number }[] {
  const [VERSION_AND_FLAGS, OUTPOINT, SEQUENCE, AMOUNT] = [6, 36, 4, 8];
  let at = VERSION_AND_FLAGS;
  const count = (): number => bytes[at++] ?? 0;
  for (let left = count(); left > 0; left -= 1) {
    at += OUTPOINT;
    const size = count();
    at += size + SEQUENCE;
  }
  return Array.from({ length: count() }, () => {
    const value = Number(bytes.readBigUInt64LE(at));
    at += AMOUNT;
    const size = count();
    at += size;
    return { scriptpubkey: bytes.subarray(at - size, at).toString('hex'), value };
  });
}

export const COIN_RECORDS = [
  'btc-in-swap-to-eth-usdt',
  'btc-out-from-bsc-swap',
  'btc-out-from-rune-swap',
  'btc-refund-streaming',
] as const;

/** What was noted of a recorded transaction of Bitcoin. */
export type Expected = {
  readonly kind: string;
  readonly sender?: string;
  readonly vault: string;
  readonly recipient?: string;
  readonly amountSat: string;
  readonly memo: string;
};
export const expectedOf = (name: string): Expected =>
  sharedJson<{ expect: Expected }>(`bridges/fixtures/thorchain-chain/${name}.json`).expect;

/** A vault that the network had when the transaction was recorded. */
export function vault(address: string, protocol = 'thorchain'): Located {
  const row = { role: 'Vault', source: 'the recorded transaction', asOf: '2024-01-10' };
  return { ...row, protocol, chain: BITCOIN, address: parseAddress(address, BITCOIN) };
}

export const CALL_RECORDS = [
  'eth-deposit-v1-selector',
  'eth-refund',
  'eth-transferOut-eth',
  'eth-transferOutAndCall-longtail',
] as const;

/** All recorded transactions of THORChain, and the vaults that it had in them. */
export function recordedFixtures(): {
  readonly vaults: readonly Located[];
  readonly facts: readonly TransactionFact[];
} {
  return {
    vaults: COIN_RECORDS.map((name) => vault(expectedOf(name).vault)),
    facts: [...COIN_RECORDS.map((name) => recordedCoins(name)), ...CALL_RECORDS.map((name) => recordedCall(name))],
  };
}
