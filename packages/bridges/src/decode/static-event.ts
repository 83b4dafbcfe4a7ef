import { InvariantError } from '@fundtrail/core';
import type { EventFragment, ParamType } from 'ethers';
import type { Args } from './args.ts';

/** A word of a log without its `0x`: where it stands and how it is read. */
type Word = { readonly name: string; readonly topic: boolean; readonly place: number } & Kind;
type Kind =
  | { readonly is: 'address' | 'flag' }
  | { readonly is: 'number'; readonly bits: number; readonly signed: boolean }
  | { readonly is: 'bytes'; readonly digits: number };

/** Reads logs of one event whose arguments are all of one word. Undefined: not of this form. */
export type StaticEvent = { read(topics: readonly string[], data: string): Args | undefined };

const WORD_DIGITS = 64;
const ADDRESS_DIGITS = 40;
const PADDING = '0'.repeat(WORD_DIGITS - ADDRESS_DIGITS);
const HEX = /^0x[0-9a-f]*$/;
const TOPIC = /^0x[0-9a-f]{64}$/;
const NUMBER = /^(u?)int(\d+)$/;
const BYTES = /^bytes(\d+)$/;

/**
 * Most events hold addresses, numbers and words only. Those are taken from where they stand when a rule asks for them: a full decoder
 * takes a hundred times as long, and nearly all time of a reader goes there. Undefined for events with arguments of variable length.
 */
export function staticEvent({ inputs }: EventFragment): StaticEvent | undefined {
  const words: Word[] = [];
  let [topics, places] = [1, 0];
  for (const input of inputs) {
    const kind = kindOf(input);
    if (kind === undefined || input.name === '') return undefined;
    const topic = input.indexed === true;
    words.push({ name: input.name, topic, place: topic ? topics++ : places++, ...kind });
  }
  const byName = new Map(words.map((word) => [word.name, word]));
  if (byName.size < words.length) return undefined;
  const [needed, digits] = [topics, places * WORD_DIGITS];
  const addresses = words.filter(({ is }) => is === 'address');
  return {
    read: (told, data) => {
      if (told.length !== needed || data.length < digits + 2 || !HEX.test(data)) return undefined;
      if (!told.every((topic) => TOPIC.test(topic))) return undefined;
      const textOf = ({ topic, place }: Word): string =>
        topic ? (told[place] ?? '').slice(2) : data.slice(2 + place * WORD_DIGITS, 2 + (place + 1) * WORD_DIGITS);
      return addresses.every((word) => textOf(word).startsWith(PADDING)) ? argsOfWords(byName, textOf) : undefined;
    },
  };
}

function kindOf({ type }: ParamType): Kind | undefined {
  if (type === 'address') return { is: 'address' };
  if (type === 'bool') return { is: 'flag' };
  const [, unsigned, bits] = NUMBER.exec(type) ?? [];
  if (bits !== undefined) return { is: 'number', bits: Number(bits), signed: unsigned === '' };
  const [, bytes] = BYTES.exec(type) ?? [];
  return bytes === undefined ? undefined : { is: 'bytes', digits: 2 * Number(bytes) };
}

function argsOfWords(words: ReadonlyMap<string, Word>, textOf: (word: Word) => string): Args {
  const hex = (name: string): string => {
    const word = words.get(name);
    if (word?.is === 'address') return `0x${textOf(word).slice(PADDING.length)}`;
    if (word?.is === 'bytes') return `0x${textOf(word).slice(0, word.digits)}`;
    throw new InvariantError(`${name} is no text`);
  };
  const uint = (name: string): bigint => {
    const word = words.get(name);
    if (word?.is !== 'number') throw new InvariantError(`${name} is no number`);
    const value = BigInt(`0x${textOf(word)}`);
    // What stands above a number's own bits is not looked at, as contracts do not.
    return word.signed ? BigInt.asIntN(word.bits, value) : BigInt.asUintN(word.bits, value);
  };
  const none = (name: string): never => {
    throw new InvariantError(`${name} is no tuple`);
  };
  return {
    address: hex,
    hex,
    text: hex,
    uint,
    number: (name) => Number(uint(name)),
    flag: (name) => {
      const word = words.get(name);
      return word?.is === 'flag' && /[1-9a-f]/.test(textOf(word));
    },
    tuple: none,
    tuples: none,
    uints: none,
    hexes: none,
  };
}
