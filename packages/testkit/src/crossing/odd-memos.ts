import type { Hash } from '@fundtrail/core';
import { AbiCoder, concat, hexlify, parseEther, toUtf8Bytes } from 'ethers';
import { ownContract } from '../contracts/artefact.ts';
import { NO_DEADLINE } from '../contracts/erc20.ts';
import { CHAIN_A, CHAIN_B, THORCHAIN_ROUTERS } from './places.ts';
import type { Play } from './scenery.ts';
import { transferOut } from './thor-router.ts';
import { thorHash } from './thorchain/network.ts';
import type { BadAct } from './truth.ts';

/** What each deposit is worth, and what comes back of one. */
const PAID = parseEther('1');
const BACK = parseEther('0.9');
const GAS = 400_000n;
/** A byte that begins no character of UTF-8 behind what could begin a memo. */
const NO_TEXT = Uint8Array.from([...toUtf8Bytes('=:l:'), 0xff, 0xc3, 0x28]);
const ARGUMENTS = ['address', 'address', 'uint256', 'bytes', 'uint256'];

/**
 * The thief deposits with memos that the network cannot read: cut short, no text, an abbreviation of no asset, an address of another chain's
 * form; and pays the vault with call data that is no text. Of the first the network pays back, for the second somebody pays out elsewhere.
 */
export async function oddMemos(play: Play): Promise<BadAct> {
  const { a, b, cast, record } = play;
  const memos = [
    toUtf8Bytes('=:LTC.LTC:ltc1q'),
    NO_TEXT,
    toUtf8Bytes(`=:zz:${cast.direct}`),
    toUtf8Bytes(`=:l:${cast.direct}`),
  ];
  const hashes: Hash[] = [];
  for (const memo of memos) hashes.push(await deposit(play, memo));
  const plain = await a.stage.act({ from: cast.direct, to: cast.vault, value: PAID, data: hexlify(NO_TEXT), gas: GAS });
  hashes.push(plain);
  const [first = '', second = ''] = hashes;
  const refund = { asset: 'native', amount: BACK, memo: `REFUND:${thorHash(first)}` } as const;
  const back = await transferOut(a, THORCHAIN_ROUTERS[CHAIN_A], cast.vault, cast.direct, refund);
  const payment = { asset: 'native', amount: PAID, memo: `OUT:${thorHash(second)}` } as const;
  const stray = await transferOut(b, THORCHAIN_ROUTERS[CHAIN_B], cast.funder, cast.stranger, payment);
  const transactions = [];
  for (const hash of hashes) {
    const flows = [{ kind: 'left', asset: 'native', amount: PAID }] as const;
    transactions.push(await record.evm('odd_memos', a, hash, flows, 'thief'));
  }
  transactions.push(await record.evm('odd_memos', a, back, [{ kind: 'arrived', asset: 'native', amount: BACK }]));
  transactions.push(await record.evm('odd_memos', b, stray, []));
  return record.badAct({
    actor: 'odd_memos',
    transactions,
    expected:
      'sources that wait and say why; what came back of the first is joined, and the payout for the second is not',
  });
}

async function deposit({ a, cast }: Play, memo: Uint8Array): Promise<Hash> {
  const router = THORCHAIN_ROUTERS[CHAIN_A];
  const selector = ownContract('ThorchainRouter').abi.getFunction('depositWithExpiry')?.selector ?? '0x';
  const zero = `0x${'00'.repeat(20)}`;
  // A string of the ABI may hold any bytes.
  const args = AbiCoder.defaultAbiCoder().encode(ARGUMENTS, [cast.vault, zero, 0n, memo, NO_DEADLINE]);
  const hash = await a.stage.act({
    from: cast.direct,
    to: router,
    value: PAID,
    data: concat([selector, args]),
    gas: GAS,
  });
  a.stage.book.move('native', router, cast.vault, PAID);
  return hash;
}
