import { ZERO_ADDRESS } from '@fundtrail/core';
import { AbiCoder } from 'ethers';
import { describe, expect, it } from 'vitest';
import { type LogView, TRANSFER_TOPIC } from './logs.ts';
import { nftTransfers, TRANSFER_BATCH_TOPIC, TRANSFER_SINGLE_TOPIC } from './nfts.ts';

const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const ART = `0x${'c'.repeat(40)}`;
const coder = AbiCoder.defaultAbiCoder();
const word = (hex: string): string => `0x${hex.replace('0x', '').padStart(64, '0')}`;
const log = (topics: readonly string[], data: string, index = 0): LogView => ({ address: ART, topics, data, index });
const from1155 = (topic: string, data: string, index = 0): LogView =>
  log([topic, word(BOB), word(ALICE), word(BOB)], data, index);

describe('movements of things', () => {
  it('are one piece for ERC-721', () => {
    expect(nftTransfers([log([TRANSFER_TOPIC, word(ZERO_ADDRESS), word(BOB), word('ff')], '0x', 3)])).toEqual([
      { id: 'log:3', standard: 'erc721', contract: ART, tokenId: 255n, quantity: 1n, from: ZERO_ADDRESS, to: BOB },
    ]);
  });

  it('are some of one kind or of several for ERC-1155, each with a name of its own', () => {
    const single = from1155(TRANSFER_SINGLE_TOPIC, coder.encode(['uint256', 'uint256'], [7, 40]), 1);
    const batch = from1155(
      TRANSFER_BATCH_TOPIC,
      coder.encode(
        ['uint256[]', 'uint256[]'],
        [
          [1, 2],
          [10, 0],
        ],
      ),
      2,
    );
    const about = { standard: 'erc1155', contract: ART, from: ALICE, to: BOB };
    expect(nftTransfers([single, batch])).toEqual([
      { id: 'log:1', ...about, tokenId: 7n, quantity: 40n },
      { id: 'log:2:0', ...about, tokenId: 1n, quantity: 10n },
      { id: 'log:2:1', ...about, tokenId: 2n, quantity: 0n },
    ]);
  });

  it('are not taken from logs that imitate them, which take nothing from the others', () => {
    const right = log([TRANSFER_TOPIC, word(ALICE), word(BOB), word('1')], '0x', 9);
    const huge = `0x${'f'.repeat(64)}`;
    const imitations = [
      log([TRANSFER_TOPIC, word(ALICE), word(BOB)], word('1')),
      log([TRANSFER_TOPIC, huge, word(BOB), word('1')], '0x'),
      log([TRANSFER_TOPIC, word(ALICE), word(BOB), word('1')], word('1')),
      from1155(TRANSFER_SINGLE_TOPIC, word('1')),
      from1155(TRANSFER_BATCH_TOPIC, '0x'),
      from1155(TRANSFER_BATCH_TOPIC, `${word('40')}${huge.slice(2)}${huge.slice(2)}`),
      from1155(TRANSFER_BATCH_TOPIC, coder.encode(['uint256[]', 'uint256[]'], [[1, 2], [10]])),
      log([TRANSFER_SINGLE_TOPIC, word(BOB), word(ALICE), huge], coder.encode(['uint256', 'uint256'], [7, 40])),
    ];
    expect(nftTransfers([...imitations, right]).map(({ id }) => id)).toEqual(['log:9']);
  });
});
