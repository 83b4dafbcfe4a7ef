import { bech32, bech32m } from 'bech32';
import type { Address } from './address.ts';
import type { AddressFault } from './address-fault.ts';

const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const MOST_CHARACTERS = 90;
const MOST_SEARCHED = 2_000;
const CHECKSUM_CHARACTERS = 6;
const MOST_VERSION = 16;
const LEAST_BYTES = 2;
const MOST_BYTES = 40;
const RETYPE = 'Check it for a typing error, or copy it again from where it stands.';

/**
 * Reads a witness program written in Bech32 (version 0) or Bech32m (later versions) into its script: BIP-173, BIP-350.
 * @param text begins with `prefix` and `1`, in either case
 */
export function readWitnessAddress(text: string, prefix: string): Address | AddressFault {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) {
    return { fault: 'it mixes upper and lower case', remedy: 'Write it in lower case only, or in upper case only.' };
  }
  const start = prefix.length + 1;
  const wrong = [...lower.slice(start)].findIndex((character) => !CHARSET.includes(character));
  if (wrong >= 0) {
    return {
      fault: `${JSON.stringify([...text][start + wrong])} at place ${start + wrong + 1} is no character of Bech32`,
      remedy: `After ${prefix}1 it uses digits and letters without 1, b, i and o. ${RETYPE}`,
    };
  }
  if (lower.length > MOST_CHARACTERS) {
    return { fault: `it has ${lower.length} characters, where ${MOST_CHARACTERS} are the most`, remedy: RETYPE };
  }
  if (lower.length <= start + CHECKSUM_CHARACTERS) return { fault: 'it is cut short', remedy: RETYPE };
  const plain = bech32.decodeUnsafe(lower);
  const decoded = plain ?? bech32m.decodeUnsafe(lower);
  if (decoded === undefined) return { fault: 'it fails its checksum', remedy: RETYPE };
  const [version = 0, ...words] = decoded.words;
  return readProgram(version, words, plain === undefined ? 'Bech32m' : 'Bech32');
}

/** The prefix of a text that is right Bech32 or Bech32m, whatever it stands for (a Lightning invoice is longer than an address). */
export function bech32Prefix(text: string): string | undefined {
  if (text.length > MOST_SEARCHED) return undefined;
  return (bech32.decodeUnsafe(text, MOST_SEARCHED) ?? bech32m.decodeUnsafe(text, MOST_SEARCHED))?.prefix;
}

/** The script of a witness program. */
export function witnessScript(version: number, program: Iterable<number>): Address {
  const bytes = [...program];
  return `0x${Buffer.from([version === 0 ? 0 : 0x50 + version, bytes.length, ...bytes]).toString('hex')}`;
}

export function writeWitnessAddress(version: number, program: Uint8Array, prefix: string): string {
  const words = [version, ...bech32.toWords(program)];
  return version === 0 ? bech32.encode(prefix, words) : bech32m.encode(prefix, words);
}

function readProgram(
  version: number,
  words: readonly number[],
  encoding: 'Bech32' | 'Bech32m',
): Address | AddressFault {
  if (version > MOST_VERSION) {
    return { fault: `its witness version is ${version}, where ${MOST_VERSION} is the highest`, remedy: RETYPE };
  }
  const due = version === 0 ? 'Bech32' : 'Bech32m';
  if (encoding !== due) {
    return {
      fault: `it is written in ${encoding}, where witness version ${version} needs ${due}`,
      remedy: 'What wrote it is out of date or wrong: get the address from elsewhere.',
    };
  }
  const program = bech32.fromWordsUnsafe(words);
  if (program === undefined) return { fault: 'its last digit has bits that belong to no byte', remedy: RETYPE };
  const bytes = program.length;
  if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
    return { fault: `its program has ${bytes} bytes, where ${LEAST_BYTES} to ${MOST_BYTES} are right`, remedy: RETYPE };
  }
  if (version === 0 && bytes !== 20 && bytes !== 32) {
    return { fault: `its program has ${bytes} bytes, where version 0 has 20 or 32`, remedy: RETYPE };
  }
  return witnessScript(version, program);
}
