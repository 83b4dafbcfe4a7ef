import { hash256 } from './hash256.ts';

const HASH_BYTES = 32;

/**
 * The root over ids that lie one behind the other, 32 bytes each in the order of the encoding; `ids` is used up. undefined where two
 * neighbours are equal at any level: such a list has the root of another, shorter one (CVE-2012-2459).
 */
export function merkleRoot(ids: Buffer): Buffer | undefined {
  const pair = Buffer.allocUnsafe(2 * HASH_BYTES);
  let count = ids.length / HASH_BYTES;
  while (count > 1) {
    for (let at = 0; at < count; at += 2) {
      const left = at * HASH_BYTES;
      const right = at + 1 < count ? left + HASH_BYTES : left;
      if (right !== left && ids.compare(ids, right, right + HASH_BYTES, left, left + HASH_BYTES) === 0)
        return undefined;
      ids.copy(pair, 0, left, left + HASH_BYTES);
      ids.copy(pair, HASH_BYTES, right, right + HASH_BYTES);
      ids.set(hash256(pair), (at / 2) * HASH_BYTES);
    }
    count = Math.ceil(count / 2);
  }
  return ids.subarray(0, HASH_BYTES);
}
