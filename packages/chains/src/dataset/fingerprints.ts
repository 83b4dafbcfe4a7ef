const FIRST_SLOTS = 1 << 16;
/** Share of slots in use at which the table doubles. */
const FULLEST = 0.6;

/**
 * A set of texts kept as 64-bit fingerprints: 8 bytes a slot, 13 to 27 bytes a text. Two texts can share a fingerprint (about one chance in
 * 10^7 for a million texts), so "seen" means "perhaps seen" and must be looked at exactly; "new" is certain.
 */
export type Fingerprints = {
  /** Adds the text and says whether it was perhaps there before. */
  add(text: string): boolean;
};

export function createFingerprints(): Fingerprints {
  let slots = FIRST_SLOTS;
  let high = new Uint32Array(slots);
  let low = new Uint32Array(slots);
  let used = 0;

  /** Returns false when the fingerprint was there. */
  function insert(a: number, b: number): boolean {
    for (let at = b & (slots - 1); ; at = (at + 1) & (slots - 1)) {
      if (high[at] === 0 && low[at] === 0) {
        high[at] = a;
        low[at] = b;
        return true;
      }
      if (high[at] === a && low[at] === b) return false;
    }
  }

  function grow(): void {
    const [oldHigh, oldLow] = [high, low];
    slots *= 2;
    high = new Uint32Array(slots);
    low = new Uint32Array(slots);
    for (let at = 0; at < oldHigh.length; at += 1) {
      const [a, b] = [oldHigh[at] ?? 0, oldLow[at] ?? 0];
      if (a !== 0 || b !== 0) insert(a, b);
    }
  }

  return {
    add(text) {
      if (used > slots * FULLEST) grow();
      let a = 0xdeadbeef;
      let b = 0x41c6ce57;
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        a = Math.imul(a ^ code, 2_654_435_761);
        b = Math.imul(b ^ code, 1_597_334_677);
      }
      a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
      b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
      // All-zero marks a free slot.
      const isNew = insert(a >>> 0, b >>> 0 || 1);
      if (isNew) used += 1;
      return !isNew;
    },
  };
}
