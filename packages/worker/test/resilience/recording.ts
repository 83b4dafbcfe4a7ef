import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GAS_PRICE, GAS_USED, TOKEN, type World, type WorldTransfer } from './world.ts';

const GENESIS_TIME = 1_600_000_000;
const SECONDS_PER_BLOCK = 12;

/** Writes a world as a folder of recorded answers; internal transfers were not recorded. */
export async function writeRecording(world: World, folder: string): Promise<void> {
  await Promise.all(['txlist', 'tokentx'].map((action) => mkdir(join(folder, action), { recursive: true })));
  for (const account of world.trail) {
    if (world.unrecorded.has(account)) continue;
    const top = world.transfers.filter(
      (transfer) => transfer.from === account || (transfer.to === account && transfer.asset === 'native'),
    );
    const token = world.transfers.filter(
      (transfer) => transfer.asset === 'token' && (transfer.from === account || transfer.to === account),
    );
    await writeAnswer(join(folder, 'txlist', `${account}.json`), top.map(topRow));
    await writeAnswer(join(folder, 'tokentx', `${account}.json`), token.map(tokenRow));
  }
}

async function writeAnswer(path: string, rows: readonly unknown[]): Promise<void> {
  await writeFile(path, JSON.stringify({ status: '1', message: 'OK', result: rows }));
}

function topRow(transfer: WorldTransfer): Readonly<Record<string, string>> {
  const native = transfer.asset === 'native';
  return {
    ...placeOf(transfer),
    from: transfer.from,
    to: native ? transfer.to : TOKEN,
    value: native ? transfer.amount.toString() : '0',
    gasPrice: GAS_PRICE.toString(),
    gasUsed: GAS_USED.toString(),
    isError: '0',
    txreceipt_status: '1',
    input: native ? '0x' : '0xa9059cbb',
    functionName: native ? '' : 'transfer(address to, uint256 value)',
    contractAddress: '',
  };
}

function tokenRow(transfer: WorldTransfer): Readonly<Record<string, string>> {
  return {
    ...placeOf(transfer),
    from: transfer.from,
    to: transfer.to,
    contractAddress: TOKEN,
    value: transfer.amount.toString(),
    tokenSymbol: 'MADE',
    tokenDecimal: '18',
  };
}

function placeOf(transfer: WorldTransfer): Readonly<Record<string, string>> {
  return {
    blockNumber: String(transfer.block),
    timeStamp: String(GENESIS_TIME + transfer.block * SECONDS_PER_BLOCK),
    hash: transfer.hash,
    transactionIndex: String(transfer.index),
  };
}
