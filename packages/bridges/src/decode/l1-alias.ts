import type { Address } from '@fundtrail/core';

/** Added to the address of a contract of Ethereum that acts on a rollup, so that it is nobody else's there (Arbitrum, OP stack, Scroll). */
const OFFSET = 0x1111000000000000000000000000000000001111n;
const SPACE = 1n << 160n;

/** The address that a contract of Ethereum has on a rollup. */
export function aliasOf(address: Address): Address {
  return addressOf((BigInt(address) + OFFSET) % SPACE);
}

export function unaliased(address: Address): Address {
  return addressOf((BigInt(address) - OFFSET + SPACE) % SPACE);
}

function addressOf(value: bigint): Address {
  return `0x${value.toString(16).padStart(40, '0')}`;
}
