import type { Address } from '@fundtrail/core';
import { packed } from '../../decode/packed.ts';
import type { Ticket } from './derive.ts';

export const KIND = { retryable: 9, ethDeposit: 12 } as const;

const WORD = 32;
const ADDRESS = 20;
const TICKET_WORDS = 9;

/** A deposit of ether as the inbox packs it; undefined for data of another form. */
export function readDeposit(data: string): { readonly to: Address; readonly value: bigint } | undefined {
  const bytes = packed(data);
  if (bytes.size !== ADDRESS + WORD) return undefined;
  return { to: bytes.hex(0, ADDRESS), value: bytes.uint(ADDRESS, WORD) };
}

/** A retryable ticket as the inbox packs it (nine words, then call data); undefined for data of another form. */
export function readTicket(data: string): Omit<Ticket, 'messageNumber' | 'sender' | 'l1BaseFee'> | undefined {
  const bytes = packed(data);
  if (bytes.size < TICKET_WORDS * WORD) return undefined;
  const uint = (word: number): bigint => bytes.uint(word * WORD, WORD);
  const address = (word: number): Address => bytes.hex(word * WORD + WORD - ADDRESS, ADDRESS);
  if (uint(8) !== BigInt(bytes.size - TICKET_WORDS * WORD)) return undefined;
  return {
    to: address(0),
    callValue: uint(1),
    deposit: uint(2),
    maxSubmissionFee: uint(3),
    feeRefund: address(4),
    callValueRefund: address(5),
    gasLimit: uint(6),
    maxFeePerGas: uint(7),
    data: bytes.rest(TICKET_WORDS * WORD),
  };
}
