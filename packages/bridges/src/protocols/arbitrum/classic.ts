import type { Address } from '@fundtrail/core';
import { AbiCoder, keccak256 } from 'ethers';
import type { CallRule } from '../../adapter.ts';

/** What both sides of a withdrawal before Nitro hold of its message. */
export type ClassicMessage = {
  readonly sender: Address;
  readonly to: Address;
  readonly arbBlock: bigint;
  readonly timestamp: bigint;
  readonly value: bigint;
  readonly data: string;
};

const TYPES = ['address', 'address', 'uint256', 'uint256', 'uint256', 'bytes'];

/**
 * The key of a withdrawal before Nitro: its batch, and a digest of the message. Ethereum knows the message's place in the batch only as
 * a path in the batch's tree, whose depth no event tells.
 */
export function classicKeyOf(batch: bigint, message: ClassicMessage): string {
  const { sender, to, arbBlock, timestamp, value, data } = message;
  return `classic:${batch}:${keccak256(AbiCoder.defaultAbiCoder().encode(TYPES, [sender, to, arbBlock, timestamp, value, data]))}`;
}

/** The call by which a withdrawal before Nitro is executed: alone it holds the whole message. */
export const EXECUTE_CLASSIC: CallRule = {
  on: 'call',
  function:
    'function executeTransaction(uint256 batchNum, bytes32[] proof, uint256 index, address l2Sender, address destAddr, uint256 l2Block, uint256 l1Block, uint256 l2Timestamp, uint256 amount, bytes calldataForL1)',
  of: ['OutboxClassic'],
  read: (args) => ({
    kind: 'leg',
    side: 'destination',
    part: {
      is: 'classic-call',
      key: classicKeyOf(args.uint('batchNum'), {
        sender: args.address('l2Sender'),
        to: args.address('destAddr'),
        arbBlock: args.uint('l2Block'),
        timestamp: args.uint('l2Timestamp'),
        value: args.uint('amount'),
        data: args.hex('calldataForL1'),
      }),
    },
  }),
};
