import { type ChainName, InvariantError } from '@fundtrail/core';
import { assetOf, BITCOIN, type ChainflipAsset } from './assets.ts';

/** What a vault swap on Bitcoin asks for in its data output. */
export type SwapPayload = {
  readonly asset: ChainflipAsset;
  /** The bytes of the receiver's address, hex; on Bitcoin its text. */
  readonly address: string;
  /** State chain blocks for which the swap is tried. */
  readonly retryBlocks: number;
  readonly minOutput: bigint;
  readonly chunks: number;
  readonly chunkInterval: number;
};

/** Version 1 has the most slippage by oracle between the least output and the chunks. */
const VERSIONS: ReadonlySet<number> = new Set([0, 1]);
const MOST_AFFILIATES = 2;
const AFFILIATE_BYTES = 2;
/** Compact lengths below 64 are one byte, shifted by two bits. */
const COMPACT_SHIFT = 2;

type Bytes = {
  take(size: number): Uint8Array;
  number(size: number): number;
  big(size: number): bigint;
  left(): number;
};

/**
 * Reads the data of a vault swap (SCALE, little-endian; chainflip-backend `UtxoEncodedData`). Undefined for anything else: the data has no
 * mark of its own, so all of it must be there, make sense, and end where it ends.
 */
export function readSwapPayload(data: Uint8Array): SwapPayload | undefined {
  const bytes = bytesOf(data);
  try {
    const version = bytes.number(1);
    const asset = assetOf(bytes.number(1));
    if (!VERSIONS.has(version) || asset === undefined || asset.chain === BITCOIN) return undefined;
    const address = `0x${Buffer.from(bytes.take(addressSize(asset.chain))).toString('hex')}`;
    const retryBlocks = bytes.number(2);
    const minOutput = bytes.big(16);
    if (version === 1) bytes.take(1);
    const [chunks, chunkInterval] = [bytes.number(2), bytes.number(2)];
    bytes.take(2);
    const affiliates = bytes.number(1) >> COMPACT_SHIFT;
    if (chunks === 0 || chunkInterval === 0 || affiliates > MOST_AFFILIATES) return undefined;
    bytes.take(affiliates * AFFILIATE_BYTES);
    if (bytes.left() !== 0) return undefined;
    return { asset, address, retryBlocks, minOutput, chunks, chunkInterval };
  } catch (error) {
    if (error instanceof InvariantError) return undefined;
    throw error;
  }
}

function addressSize(chain: ChainName): number {
  return chain.startsWith('eip155:') || chain.startsWith('tron:') ? 20 : 32;
}

function bytesOf(data: Uint8Array): Bytes {
  let at = 0;
  const take = (size: number): Uint8Array => {
    if (at + size > data.length) throw new InvariantError(`there are ${data.length} bytes, not ${at + size}`);
    at += size;
    return data.subarray(at - size, at);
  };
  const big = (size: number): bigint => take(size).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { take, big, number: (size) => Number(big(size)), left: () => data.length - at };
}
