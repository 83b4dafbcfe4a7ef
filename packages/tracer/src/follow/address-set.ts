import { type Address, InvariantError } from '@fundtrail/core';

/**
 * Addresses of one length, kept without an object for each: a million of 20 bytes take some 30 MB, where strings in a `Set` take 150.
 * Addresses are only ever added.
 */
export type AddressSet = {
  /** @returns whether it was new. @throws InvariantError for what is no address of this length */
  add(address: Address): boolean;
  /** False, too, for what is no address of this length. */
  has(address: Address): boolean;
  size(): number;
  /** What its arrays take. */
  bytes(): number;
};

/** How addresses of a set look: what they begin with, and how many words of 4 bytes come then. */
export type AddressForm = { readonly prefix: string; readonly words: number };

export const ACCOUNT_FORM: AddressForm = { prefix: '0x', words: 5 };
/** A transaction's id and the place of one of its outputs. */
export const COIN_FORM: AddressForm = { prefix: '0xff', words: 9 };

const WORD_DIGITS = 8;
const FIRST_CAPACITY = 1_024;
/** Places for each address there is room for: half of them stay empty, so that a search meets an empty one soon. */
const SLOTS_PER_ADDRESS = 2;
/** What room grows by when it is full. Not doubled, so that a million addresses leave little of it unused. */
const GROWTH = 1.5;
const EMPTY = 0;
const NOT_HEX = 255;
const HEX = hexValues();

/** An empty set. Addresses lie one after the other as words; a table of places finds them (open addressing, linear). */
export function createAddressSet(form: AddressForm = ACCOUNT_FORM): AddressSet {
  const { prefix, words: width } = form;
  const characters = prefix.length + width * WORD_DIGITS;
  let words = new Uint32Array(FIRST_CAPACITY * width);
  /** Number of the address that is found here, counted from 1. */
  let slots = new Uint32Array(slotsFor(FIRST_CAPACITY));
  let size = 0;
  const wanted = new Uint32Array(width);

  /** The slot of the address in `wanted`, or the empty one where it belongs. */
  const find = (): number => {
    const mask = slots.length - 1;
    for (let slot = mix(wanted, 0, width) & mask; ; slot = (slot + 1) & mask) {
      const place = slots[slot] ?? EMPTY;
      if (place === EMPTY || isAt((place - 1) * width)) return slot;
    }
  };
  /** Whether it is an address of this set; its words are then in `wanted`. */
  const isOfForm = (address: Address): boolean =>
    address.length === characters && address.startsWith(prefix) && parseInto(wanted, address, prefix.length);
  const isAt = (start: number): boolean => {
    for (let word = 0; word < width; word += 1) if (words[start + word] !== wanted[word]) return false;
    return true;
  };
  const grow = (): void => {
    const capacity = Math.ceil((words.length / width) * GROWTH);
    const more = new Uint32Array(capacity * width);
    more.set(words);
    words = more;
    if (slotsFor(capacity) === slots.length) return;
    slots = new Uint32Array(slotsFor(capacity));
    const mask = slots.length - 1;
    for (let place = 1; place <= size; place += 1) {
      let slot = mix(words, (place - 1) * width, width) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = place;
    }
  };

  return {
    add: (address) => {
      if (!isOfForm(address)) throw new InvariantError(`${address} is no address of this set`);
      if (slots[find()] !== EMPTY) return false;
      if ((size + 1) * width > words.length) grow();
      words.set(wanted, size * width);
      size += 1;
      slots[find()] = size;
      return true;
    },
    has: (address) => isOfForm(address) && slots[find()] !== EMPTY,
    size: () => size,
    bytes: () => words.byteLength + slots.byteLength,
  };
}

/** A power of two. */
function slotsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(capacity * SLOTS_PER_ADDRESS));
}

/** All bytes count: addresses can be made to begin or end alike. (MurmurHash3's way with words.) */
function mix(from: Uint32Array, start: number, count: number): number {
  let hash = count;
  for (let word = 0; word < count; word += 1) {
    let part = Math.imul(from[start + word] ?? 0, 0xcc9e2d51);
    part = Math.imul((part << 15) | (part >>> 17), 0x1b873593);
    hash ^= part;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether the rest of the text are hexadecimal digits; their bytes are then in `words`. */
function parseInto(words: Uint32Array, address: string, start: number): boolean {
  let at = start;
  for (let word = 0; word < words.length; word += 1) {
    let value = 0;
    for (const end = at + WORD_DIGITS; at < end; at += 1) {
      const digit = HEX[address.charCodeAt(at)] ?? NOT_HEX;
      if (digit === NOT_HEX) return false;
      value = (value << 4) | digit;
    }
    words[word] = value;
  }
  return true;
}

function hexValues(): Uint8Array {
  const values = new Uint8Array(128).fill(NOT_HEX);
  for (const [value, digit] of [...'0123456789abcdef'].entries()) {
    values[digit.charCodeAt(0)] = value;
    values[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return values;
}
