import type { Address, LogFact } from '@fundtrail/core';

/** keccak256 of `Transfer(address,address,uint256)`, of ERC-20 and ERC-721 alike. */
export const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

const WORD_HEX_DIGITS = 64;
const WORD = /^0x[0-9a-f]{64}$/;
const ADDRESS_WORD = /^0x0{24}[0-9a-f]{40}$/;

/** A log as decoded from a receipt. */
export type LogView = LogFact;

/** An ERC-20 Transfer: three topics and one word of data. Undefined for anything else, imitations included. */
export function readTransfer(
  log: LogView,
): { readonly from: Address; readonly to: Address; readonly amount: bigint } | undefined {
  const [topic, from, to] = log.topics;
  if (topic !== TRANSFER_TOPIC || log.topics.length !== 3 || !isWord(log.data)) return undefined;
  if (from === undefined || to === undefined || !isAddressWord(from) || !isAddressWord(to)) return undefined;
  return { from: addressOfWord(from), to: addressOfWord(to), amount: BigInt(log.data) };
}

export function isWord(hex: string): boolean {
  return WORD.test(hex);
}

/** Junk above the 20 bytes of an address comes from contracts that only imitate an event. */
export function isAddressWord(hex: string): boolean {
  return ADDRESS_WORD.test(hex);
}

export function addressOfWord(word: string): Address {
  return `0x${word.slice(2 + WORD_HEX_DIGITS - 40)}`;
}
