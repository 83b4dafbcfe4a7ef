import { type Account, likelyChain, parseAccount, parseAddress } from './address.ts';
import { type ChainId, isUtxo, parseChain } from './chain.ts';
import { coinOf, potOf } from './coin.ts';
import { InputError } from './errors.ts';
import { parseHash } from './hash.ts';
import { parseLinkEnd } from './transit.ts';

/** No namespace of CAIP-2 is as long, and no address is shorter. What has one colon and begins with as much is a transaction and its output. */
const LEAST_SUBJECT = 20;
/** As many hex digits as no Base58 address has characters: a transaction id, though perhaps not a right one. */
const HEX = /^(?:0x)?[0-9a-f]{41,}$/i;
const PLACE = /^(?:0|[1-9][0-9]*)$/;
/** A place among a transaction's outputs has 32 bits, the last of which means none. */
const MOST_PLACE = 2 ** 32 - 2;
const DIGEST = 'script-';

/** Whether the text that names an account, an output or a transaction says its chain. */
export function namesChain(text: string): boolean {
  const parts = text.split(':');
  return parts.length > 2 || (parts.length === 2 && (parts[0] ?? '').length < LEAST_SUBJECT);
}

/**
 * Reads whatever may hold taint: an account, as `parseAccount` does; on UTXO chains also an output `<txid>:<place>`, which is its
 * coin, and a transaction `<txid>`, which is its pot; on all chains a `transit-<link>` or `arrival-<link>`. Each with `<chain>:` before it, or bare when `defaultChain` says where it lives.
 * @throws InputError
 */
export function parseHolder(text: string, defaultChain?: ChainId, field = 'account'): Account {
  const { chain, subject, place } = splitHolder(text, defaultChain, field);
  const linkEnd = parseLinkEnd(subject);
  if (linkEnd !== undefined) return { chain, address: linkEnd };
  if (!isUtxo(chain)) {
    if (place === undefined) return parseAccount(subject, chain, field);
    throw new InputError(
      `transactions of ${chain} have no numbered outputs`,
      { field },
      { remedy: 'Name an account: <chain>:<address>.' },
    );
  }
  if (place !== undefined)
    return { chain, address: coinOf(parseHash(subject, chain, field), parsePlace(place, field)) };
  if (HEX.test(subject)) return { chain, address: potOf(parseHash(subject, chain, field)) };
  if (subject.startsWith(DIGEST)) {
    throw new InputError(
      `${subject} is a digest of a script, from which the script cannot be told`,
      { field },
      { remedy: 'Name the output instead: <txid>:<place>.' },
    );
  }
  return { chain, address: parseAddress(subject, chain, field) };
}

/** The place of an output among those of its transaction. @throws InputError */
export function parsePlace(text: string, field: string): number {
  if (!PLACE.test(text)) {
    throw new InputError(
      `${JSON.stringify(text)} is not the number of an output`,
      { field },
      { remedy: 'After the transaction id stands the place among its outputs, counted from 0.' },
    );
  }
  const place = Number(text);
  if (place <= MOST_PLACE) return place;
  throw new InputError(
    `no transaction has an output ${text}`,
    { field },
    { remedy: 'Outputs are counted from 0: see the transaction.' },
  );
}

type HolderText = { readonly chain: ChainId; readonly subject: string; readonly place?: string };

function splitHolder(text: string, defaultChain: ChainId | undefined, field: string): HolderText {
  const parts = text.split(':');
  if (namesChain(text)) {
    // With one colon alone it is no chain, which its parser says.
    const chain = parseChain(parts.slice(0, parts.length === 2 ? 1 : 2).join(':'), field);
    return { chain, ...subjectOf(parts.slice(2)) };
  }
  if (defaultChain !== undefined) return { chain: defaultChain, ...subjectOf(parts) };
  throw new InputError(
    `${JSON.stringify(text)} does not say its chain`,
    { field },
    { remedy: `Write ${likelyChain(text)}:${text}, or name the chain with --chain.` },
  );
}

function subjectOf([subject = '', ...more]: readonly string[]): Pick<HolderText, 'subject' | 'place'> {
  return more.length === 0 ? { subject } : { subject, place: more.join(':') };
}
