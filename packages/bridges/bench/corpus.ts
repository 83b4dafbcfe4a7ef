import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readRecord } from '@fundtrail/chains';
import { recordedCall, recordedCoins } from '../src/thor/recorded-thor.fixture.ts';
import { dataJson, dataPath, type Json, type Recorded } from './shared-files.ts';
import { cachedTornado } from './tornado-caches.ts';
import { vaultSwap } from './vault-swap.ts';

/** What lies beside the project and is read by no reader, and why not. */
export const LEFT_OUT: readonly string[] = [
  'l2beat-example-pairs.json: hashes only, no receipts',
  'thorchain-api, maya-api: answers of the networks, no transactions (read in the tests of packages/bridges/src/thor)',
  'bitcoin: forms of OP_RETURN of an address API, none of a bridge',
  'chainflip/deposit-channel-example.json: hashes only',
  'arbitrum-sdk: parentLogs and childLogs are logs without their transactions; the receipts beside them are read',
];

/** Every recorded transaction, each once, by chain and hash. */
export function loadCorpus(): readonly Recorded[] {
  const found = new Map<string, Recorded>();
  const all = [...receipts(), ...pairReceipts(), ...relay(), ...arbitrumSdk(), ...thorchain()];
  for (const one of [...all, ...vaultSwap(), ...cachedTornado()]) {
    const id = `${one.fact.chain} ${one.fact.hash}`;
    const known = found.get(id);
    found.set(id, known === undefined ? one : { ...known, names: [...known.names, ...one.names] });
  }
  return [...found.values()];
}

function receipts(): readonly Recorded[] {
  const folder = dataPath('evm-receipts');
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(folder, name)))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): Recorded => {
          const record = JSON.parse(line) as { readonly tests?: readonly string[] };
          const names = (record.tests ?? []).map((test) => test.split('/').at(-1)?.split('[')[0] ?? '');
          return { file: basename(name, '.jsonl.gz'), names: [...new Set(names)], fact: readRecord(record).fact };
        }),
    );
}

function pairReceipts(): readonly Recorded[] {
  return readdirSync(dataPath('bridges/fixtures/receipts')).map((name): Recorded => {
    const { transaction, internalTxs, ...rest } = dataJson(`bridges/fixtures/receipts/${name}`);
    const [file = '', test = ''] = basename(name, '.json').split('__');
    return { file, names: [test], fact: readRecord({ ...rest, tx: transaction, internal: internalTxs }).fact };
  });
}

/** Logs, sender and receiver as a node tells them; what a receipt holds beside them is made and read by no rule. */
function relay(): readonly Recorded[] {
  return ['base-deposit-usdc', 'robinhood-payout-funds-movement'].map((name): Recorded => {
    const { chainId, hash, blockNumber, from, to, value, input, logs } = dataJson(
      `bridges/fixtures/relay/${name}.json`,
    );
    const number = hex(Number(blockNumber));
    const at = { blockNumber: number, blockHash: MADE_HASH, transactionIndex: '0x0' };
    const tx = {
      hash,
      from,
      to,
      value: hex(BigInt(String(value))),
      input: input ?? '0x',
      gas: '0x0',
      gasPrice: '0x0',
      ...at,
    };
    const receipt = receiptOf({ ...at, transactionHash: hash, from, to, logs });
    const fact = readRecord({ chainId, hash, tx: { ...tx, nonce: '0x0', type: '0x0' }, receipt }).fact;
    const made = input === undefined ? 'its call data is not recorded' : undefined;
    return { file: 'relay', names: [name], fact, ...(made === undefined ? {} : { made }) };
  });
}

function arbitrumSdk(): readonly Recorded[] {
  const [deposit, retryable, withdraw] = ['deposit', 'retryable', 'withdraw'].map((name) =>
    dataJson<Readonly<Record<string, Json>>>(`bridges/fixtures/arbitrum-sdk/${name}.json`),
  );
  const told: readonly (readonly [string, number, Json | undefined, Json | undefined])[] = [
    ['deposit_child', 42161, deposit?.childReceipt, deposit?.childTxByHash],
    ['retryable_ticket', 42161, retryable?.ticketReceipt, retryable?.childTxByHash],
    ['retryable_redeem', 42161, retryable?.redeemReceipt, retryable?.childTxByHash],
    ['withdraw_execution', 1, withdraw?.parentExecutionReceipt, withdraw?.parentTxByHash],
  ];
  return told.map(([name, chainId, receipt = {}, byHash = {}]): Recorded => {
    const hash = String(receipt.transactionHash);
    const known = byHash[hash] as Json;
    const number = hex(Number(receipt.blockNumber));
    const at = {
      blockNumber: number,
      blockHash: receipt.blockHash,
      transactionIndex: hex(Number(receipt.transactionIndex)),
    };
    const { from, to, type = '0x0', requestId } = known;
    const rest = {
      nonce: '0x0',
      gas: '0x0',
      gasPrice: '0x0',
      type,
      requestId,
      input: known.input ?? known.data,
      ...at,
    };
    const tx = { ...known, ...rest, hash, from, to, value: trimmed(known.value) };
    const fact = readRecord({ chainId, hash, tx, receipt: receiptOf({ ...receipt, ...at }) }).fact;
    return { file: 'arbitrum-sdk', names: [name], fact, made: 'no time, no internal value' };
  });
}

function thorchain(): readonly Recorded[] {
  return readdirSync(dataPath('bridges/fixtures/thorchain-chain')).map((file): Recorded => {
    const name = basename(file, '.json');
    if (name.startsWith('btc-')) return { file: 'thorchain-chain', names: [name], fact: recordedCoins(name) };
    const made = 'the log of the router, from the call data';
    return { file: 'thorchain-chain', names: [name], fact: recordedCall(name), made };
  });
}

const MADE_HASH = `0x${'ab'.repeat(32)}`;

function receiptOf({ logs, ...told }: Json): Json {
  const made = {
    status: '0x1',
    gasUsed: '0x5208',
    cumulativeGasUsed: '0x5208',
    effectiveGasPrice: '0x0',
    logsBloom: '0x',
  };
  const at = { blockNumber: told.blockNumber, blockHash: told.blockHash, transactionHash: told.transactionHash };
  const listed = (logs as readonly Json[]).map((log) => ({
    ...log,
    ...at,
    transactionIndex: told.transactionIndex,
    logIndex: hex(Number(log.logIndex)),
    removed: false,
  }));
  return { ...told, ...made, contractAddress: null, type: '0x0', logs: listed };
}

function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** Quantities are written there with leading zeros. */
function trimmed(value: unknown): string {
  return hex(BigInt(String(value)));
}
