import type { Address } from '@fundtrail/core';
import type { Fields, Wire } from './wire.ts';

/** An Arbitrum deposit of ether: all of its value is new on the chain. */
const ARBITRUM_DEPOSIT = '0x64';
/** An Arbitrum retryable ticket: what came along with it stands in its call data. */
const ARBITRUM_TICKET = '0x69';
/** `submitRetryable(bytes32 requestId, uint256 l1BaseFee, uint256 deposit, …)`: the third word after the selector. */
const TICKET_DEPOSIT = { start: 10 + 2 * 64, end: 10 + 3 * 64 };

/**
 * Native units that the chain made for a transaction before it ran, for its sender: deposits from L1 on the OP stack (type 0x7e, `mint`)
 * and on Arbitrum. What a ticket puts aside until its retry, and what it pays back, is not told apart: it is the sender's until the retry.
 */
export function readMinted(
  wire: Wire,
  transaction: Fields,
  sender: Address,
): { readonly to: Address; readonly amount: bigint } | undefined {
  const amount = readAmount(wire, transaction);
  return amount === 0n ? undefined : { to: sender, amount };
}

function readAmount(wire: Wire, transaction: Fields): bigint {
  const { type, mint, value, input } = transaction;
  if (mint !== undefined && mint !== null) return wire.quantity(mint, 'transaction.mint');
  if (type === ARBITRUM_DEPOSIT) return wire.quantity(value, 'transaction.value');
  if (type !== ARBITRUM_TICKET) return 0n;
  return wire.quantity(
    `0x${wire.hex(input, 'transaction.input').slice(TICKET_DEPOSIT.start, TICKET_DEPOSIT.end)}`,
    'ticket.deposit',
  );
}
