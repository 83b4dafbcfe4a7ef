import type { RawBlock } from './block.ts';

/** From this version on a coinbase begins with its block's height (BIP34). */
const HEIGHT_VERSION = 2;
const OP_1 = 0x51;
const OP_16 = 0x60;
const LONGEST_HEIGHT = 4;

/**
 * The height that a block's coinbase begins with (BIP34), as a number pushed in its shortest form; undefined where there is none. Blocks
 * before BIP34 can begin with bytes that look like one: their version tells them apart.
 */
export function coinbaseHeight({
  version,
  transactions,
}: Pick<RawBlock, 'version' | 'transactions'>): number | undefined {
  const script = Buffer.from(transactions[0]?.coinbase?.slice(2) ?? '', 'hex');
  const [size = 0] = script;
  if (version < HEIGHT_VERSION) return undefined;
  if (size >= OP_1 && size <= OP_16) return size - OP_1 + 1;
  if (size === 0 || size > LONGEST_HEIGHT || script.length < 1 + size) return undefined;
  const height = script.readUIntLE(1, size);
  const last = script[size] ?? 0;
  const shortest = last !== 0 || (size > 1 && ((script[size - 1] ?? 0) & 0x80) !== 0);
  return shortest && (last & 0x80) === 0 ? height : undefined;
}
