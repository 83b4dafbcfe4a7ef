import type { Address, Hash } from '@fundtrail/core';
import { concat, encodeRlp, keccak256, toBeArray, toBeHex } from 'ethers';

/** What makes the hash of a retryable ticket. `sender` is the address it acts by on Arbitrum: aliased. */
export type Ticket = {
  readonly messageNumber: bigint;
  readonly sender: Address;
  readonly l1BaseFee: bigint;
  readonly deposit: bigint;
  readonly maxFeePerGas: bigint;
  readonly gasLimit: bigint;
  readonly to: string;
  readonly callValue: bigint;
  readonly callValueRefund: Address;
  readonly maxSubmissionFee: bigint;
  readonly feeRefund: Address;
  readonly data: string;
};

const DEPOSIT_TYPE = '0x64';
const TICKET_TYPE = '0x69';
const NOBODY = /^0x0*$/;

/**
 * Hash on Arbitrum of a deposit of ether.
 * Source: OffchainLabs/arbitrum-sdk, `EthDepositMessage.calculateDepositTxId`.
 */
export function depositHash(chain: number, messageNumber: bigint, sender: Address, to: Address, value: bigint): Hash {
  const fields = [toBeArray(chain), toBeHex(messageNumber, 32), sender, to, toBeArray(value)];
  return keccak256(concat([DEPOSIT_TYPE, encodeRlp(fields)]));
}

/**
 * Hash on Arbitrum of a retryable ticket, which is its id.
 * Source: OffchainLabs/arbitrum-sdk, `ParentToChildMessage.calculateSubmitRetryableId`.
 */
export function ticketId(chain: number, ticket: Ticket): Hash {
  const fields = [
    toBeArray(chain),
    toBeHex(ticket.messageNumber, 32),
    ticket.sender,
    toBeArray(ticket.l1BaseFee),
    toBeArray(ticket.deposit),
    toBeArray(ticket.maxFeePerGas),
    toBeArray(ticket.gasLimit),
    // Creates a contract where there is no receiver.
    NOBODY.test(ticket.to) ? '0x' : ticket.to,
    toBeArray(ticket.callValue),
    ticket.callValueRefund,
    toBeArray(ticket.maxSubmissionFee),
    ticket.feeRefund,
    ticket.data,
  ];
  return keccak256(concat([TICKET_TYPE, encodeRlp(fields)]));
}
