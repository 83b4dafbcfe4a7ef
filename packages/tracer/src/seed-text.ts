import { type ChainId, InputError, likelyChain, namesChain, parseChain } from '@fundtrail/core';

/**
 * The parts of a seed's text, none of them checked but the chain: what it names, the number of an output behind it, and the account
 * behind `@`.
 */
export type SeedText = {
  readonly chain: ChainId;
  /** A transaction's hash or an address. */
  readonly subject: string;
  readonly output?: string;
  readonly receiver?: string;
};

const SEED_FORMS =
  'Write <chain>:<tx hash>, <chain>:<tx hash>@<account> or <chain>:<address>, e.g. eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96; on a UTXO chain also <chain>:<tx id>:<output>.';
/** A hash with its 0x, or without. */
const HASH = /^(?:0x.{64}|[0-9a-f]{64})$/i;

/** @throws InputError whose field is `seed` when the text is empty, or says no chain and there is none to fall back on */
export function splitSeed(text: string, fallback: ChainId | undefined): SeedText {
  const { named, receiver } = cut(text);
  const parts = named.split(':');
  const behind = receiver === undefined ? {} : { receiver };
  if (namesChain(named)) {
    // With one colon alone it is no chain, which its parser says.
    const chain = parseChain(parts.slice(0, parts.length === 2 ? 1 : 2).join(':'), 'seed');
    return { chain, ...subjectOf(parts.slice(2)), ...behind };
  }
  if (text === '') throw new InputError('the seed is empty', { field: 'seed' }, { remedy: SEED_FORMS });
  if (fallback !== undefined) return { chain: fallback, ...subjectOf(parts), ...behind };
  throw new InputError(
    `${JSON.stringify(text)} does not say its chain`,
    { field: 'seed' },
    { remedy: `Write ${likelyChain(text)}:${text}, or name the chain with --chain.` },
  );
}

/** Whether a seed's text says its chain. */
export function saysChain(text: string): boolean {
  return namesChain(cut(text.trim()).named);
}

/** Whether a seed's text names a transaction or an output of one, so that block, asset and amount do not apply to it. */
export function isTransactionSeed(text: string): boolean {
  const { named, receiver } = cut(text.trim());
  const parts = named.split(':');
  const { subject, output } = subjectOf(namesChain(named) ? parts.slice(2) : parts);
  return receiver !== undefined || output !== undefined || HASH.test(subject);
}

export function isHash(subject: string): boolean {
  return HASH.test(subject);
}

function cut(text: string): { readonly named: string; readonly receiver: string | undefined } {
  const at = text.indexOf('@');
  return at < 0 ? { named: text, receiver: undefined } : { named: text.slice(0, at), receiver: text.slice(at + 1) };
}

function subjectOf([subject = '', ...more]: readonly string[]): Pick<SeedText, 'subject' | 'output'> {
  return more.length === 0 ? { subject } : { subject, output: more.join(':') };
}
