import type { Address, Hash } from '@fundtrail/core';
import { AbiCoder, concat, encodeRlp, Interface, keccak256, toBeArray, toBeHex } from 'ethers';
import { packed } from '../../decode/packed.ts';

/** A deposit as a portal packs it: mint 32, value 32, gas 8, whether it creates 1, data. */
export type Deposit = {
  readonly mint: bigint;
  readonly value: bigint;
  readonly gas: bigint;
  readonly creates: boolean;
  readonly data: string;
};

const DEPOSIT_TYPE = '0x7e';
const HEADER = 73;

/** Undefined for bytes of another form. */
export function readDeposit(opaqueData: string): Deposit | undefined {
  const bytes = packed(opaqueData);
  if (bytes.size < HEADER) return undefined;
  return {
    mint: bytes.uint(0, 32),
    value: bytes.uint(32, 32),
    gas: bytes.uint(64, 8),
    creates: bytes.number(72, 1) !== 0,
    data: bytes.rest(HEADER),
  };
}

/**
 * Hash on the rollup of a deposit, of its log's block and place on Ethereum.
 * Source: Optimism specs, deposits; wevm/viem `getL2TransactionHash`.
 */
export function depositHash(blockHash: Hash, logIndex: number, from: Address, to: Address, deposit: Deposit): Hash {
  const place = keccak256(concat([blockHash, toBeHex(logIndex, 32)]));
  const sourceHash = keccak256(concat([toBeHex(0, 32), place]));
  const fields = [
    sourceHash,
    from,
    deposit.creates ? '0x' : to,
    toBeArray(deposit.mint),
    toBeArray(deposit.value),
    toBeArray(deposit.gas),
    // No transaction of the system itself.
    '0x',
    deposit.data,
  ];
  return keccak256(concat([DEPOSIT_TYPE, encodeRlp(fields)]));
}

export type Withdrawal = {
  readonly nonce: bigint;
  readonly sender: Address;
  readonly target: Address;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly data: string;
};

/** Source: Optimism specs, withdrawals. */
export function withdrawalHash({ nonce, sender, target, value, gasLimit, data }: Withdrawal): Hash {
  const types = ['uint256', 'address', 'address', 'uint256', 'uint256', 'bytes'];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [nonce, sender, target, value, gasLimit, data]));
}

const RELAY = [
  // Before Bedrock.
  new Interface(['function relayMessage(address target, address sender, bytes message, uint256 nonce)']),
  new Interface([
    'function relayMessage(uint256 nonce, address sender, address target, uint256 value, uint256 minGasLimit, bytes message)',
  ]),
] as const;
const VERSION_BITS = 240n;

export type Message = {
  readonly nonce: bigint;
  readonly sender: Address;
  readonly target: Address;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly message: string;
};

/** What messengers on both sides know a message by; the version stands in the nonce. Undefined for a version that is not known. */
export function messageHash(of: Message): Hash | undefined {
  const { nonce, sender, target, value, gasLimit, message } = of;
  const version = nonce >> VERSION_BITS;
  if (version === 0n) return keccak256(RELAY[0].encodeFunctionData('relayMessage', [target, sender, message, nonce]));
  if (version !== 1n) return undefined;
  return keccak256(RELAY[1].encodeFunctionData('relayMessage', [nonce, sender, target, value, gasLimit, message]));
}

/** The message that call data relays; undefined where it is no such call. */
export function readRelay(input: string): Message | undefined {
  try {
    if (input.startsWith(RELAY[1].getFunction('relayMessage')?.selector ?? '-')) {
      const [nonce, sender, target, value, gasLimit, message] = RELAY[1].decodeFunctionData('relayMessage', input);
      return { nonce, sender: sender.toLowerCase(), target: target.toLowerCase(), value, gasLimit, message };
    }
    const [target, sender, message, nonce] = RELAY[0].decodeFunctionData('relayMessage', input);
    return { nonce, sender: sender.toLowerCase(), target: target.toLowerCase(), value: 0n, gasLimit: 0n, message };
  } catch {
    return undefined;
  }
}

const TUPLE = '(uint256 nonce, address sender, address target, uint256 value, uint256 gasLimit, bytes data)';
const FINALIZE = new Interface([
  `function finalizeWithdrawalTransaction(${TUPLE} tx)`,
  `function finalizeWithdrawalTransactionExternalProof(${TUPLE} tx, address proofSubmitter)`,
]);

/** The withdrawal that call data finalizes; undefined where it is no such call. */
export function readFinalized(input: string): Withdrawal | undefined {
  try {
    const [tuple] = FINALIZE.parseTransaction({ data: input })?.args ?? [];
    if (tuple === undefined) return undefined;
    const [nonce, sender, target, value, gasLimit, data] = tuple;
    return { nonce, sender: sender.toLowerCase(), target: target.toLowerCase(), value, gasLimit, data };
  } catch {
    return undefined;
  }
}
