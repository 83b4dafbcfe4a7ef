import type { ChainName } from '@fundtrail/core';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

/** Relay names chains by EVM chain number; these are its numbers for others (docs.relay.link, supported chains, as
 * shapeshift's and other public clients have them). */
const OTHERS: ReadonlyMap<string, ChainName> = new Map([
  ['8253038', BITCOIN],
  ['792703809', SOLANA],
  ['728126428', TRON],
]);

const DIGITS = /^[1-9]\d*$/;

/** The chain of a number of Relay; undefined for text that is none. */
export function relayChain(number: string | undefined): ChainName | undefined {
  if (number === undefined || !DIGITS.test(number)) return undefined;
  return OTHERS.get(number) ?? `eip155:${number}`;
}
