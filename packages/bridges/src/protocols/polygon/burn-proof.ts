import type { Address } from '@fundtrail/core';
import { decodeRlp } from 'ethers';
import { packed } from '../../decode/packed.ts';

/** What an exit proves: a log of a transaction of Polygon, by its place there. */
export type BurnProof = {
  readonly block: number;
  /** Place of the transaction in its block. */
  readonly place: number;
  /** Place of the log among those of its transaction. */
  readonly log: number;
  readonly token: Address;
};

const FIELDS = 10;
const [BLOCK, RECEIPT, MASK, LOG] = [2, 6, 8, 9];
const LOGS = 3;
/** The short form of RLP ends here: a longer number has its length before it. */
const SHORT = 0x80;

/**
 * Reads the proof that `exit(bytes)` gives; undefined for bytes of another form.
 * Source: maticnetwork/pos-portal, `ExitPayloadReader`: block proof, block, receipt and the receipt's path in the block's tree.
 */
export function readBurnProof(bytes: string): BurnProof | undefined {
  try {
    const fields = decodeRlp(bytes);
    if (!Array.isArray(fields) || fields.length < FIELDS) return undefined;
    const [block, receipt, mask, place] = [BLOCK, RECEIPT, MASK, LOG].map((at) => fields[at]);
    if (typeof block !== 'string' || typeof receipt !== 'string' || typeof mask !== 'string') return undefined;
    const log = typeof place === 'string' ? numberOf(place) : undefined;
    const index = placeOf(mask);
    const token = tokenOf(receipt, log ?? 0);
    if (log === undefined || index === undefined || token === undefined) return undefined;
    return { block: numberOf(block), place: index, log, token };
  } catch {
    return undefined;
  }
}

/** The path is the RLP of the transaction's place, in nibbles after a byte that says that their number is even. */
function placeOf(mask: string): number | undefined {
  const path = packed(mask);
  if (path.size < 2 || path.number(0, 1) !== 0) return undefined;
  const first = path.number(1, 1);
  if (first === SHORT) return 0;
  if (first < SHORT) return first;
  const size = first - SHORT;
  return path.size === 2 + size ? path.number(2, size) : undefined;
}

function tokenOf(receipt: string, log: number): Address | undefined {
  // A typed receipt has its type before the list.
  const list = receipt.startsWith('0x0') ? `0x${receipt.slice(4)}` : receipt;
  const fields = decodeRlp(list);
  const logs = Array.isArray(fields) ? fields[LOGS] : undefined;
  const found = Array.isArray(logs) ? logs[log] : undefined;
  const address = Array.isArray(found) ? found[0] : undefined;
  return typeof address === 'string' ? address.toLowerCase() : undefined;
}

function numberOf(hex: string): number {
  return hex === '0x' ? 0 : Number(BigInt(hex));
}
