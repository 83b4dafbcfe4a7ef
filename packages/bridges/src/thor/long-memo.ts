import { type Leg, scriptType } from '@fundtrail/core';

/** What does not fit into 80 bytes follows the data output, behind this mark. */
const MARK = '^';
const MARKED_LENGTH = 80;
const PADDING = /\0+$/;
const PRINTABLE = /^[\x20-\x7e]+$/;
/** Of the scripts `0014<hash>` and `76a914<hash>88ac`, where the hash begins in hex with `0x`, and how many digits it has. */
const HASH_AT = { p2wpkh: 6, p2pkh: 8 } as const;
const HASH_DIGITS = 40;

/** A memo with what stands in the hashes of the outputs behind it; outputs whose hash is no text belong to somebody. */
export type WholeMemo = {
  readonly text: string;
  /** Outputs that hold text, and nobody's coins. */
  readonly carriers: readonly Leg[];
};

/**
 * @param data what the data outputs push
 * @param place of the first data output among the outputs
 */
export function wholeMemo(data: Uint8Array, outputs: readonly Leg[], place: number): WholeMemo {
  const text = Buffer.from(data).toString('latin1');
  if (text.length !== MARKED_LENGTH || !text.endsWith(MARK)) return { text, carriers: [] };
  const carriers: Leg[] = [];
  const parts = [text.slice(0, -MARK.length)];
  for (const output of outputs.slice(place + 1)) {
    const hash = hashOf(output);
    if (hash === undefined) continue;
    const part = Buffer.from(hash, 'hex').toString('latin1').replace(PADDING, '');
    if (!PRINTABLE.test(part)) break;
    parts.push(part);
    carriers.push(output);
    if (part.length * 2 < HASH_DIGITS) break;
  }
  return { text: parts.join(''), carriers };
}

function hashOf({ owner = '0x' }: Leg): string | undefined {
  const type = scriptType(owner);
  if (type !== 'p2wpkh' && type !== 'p2pkh') return undefined;
  return owner.slice(HASH_AT[type], HASH_AT[type] + HASH_DIGITS);
}
