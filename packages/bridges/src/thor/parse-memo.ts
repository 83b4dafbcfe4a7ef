import { accountOn } from './accounts.ts';
import { parseCount } from './amounts.ts';
import { parseAsset } from './assets.ts';
import { type CreditMemo, type FaultyMemo, fault, type Memo } from './memo.ts';
import { type MemoFunction, memoFunction } from './memo-functions.ts';
import type { ThorNetwork } from './network.ts';
import { parseSwap } from './parse-swap.ts';

const HASH = /^(?:0x)?([0-9a-f]{64})$/i;
/** The network counts outbounds of one transaction behind its hash. */
const NUMBERED_HASH = /^(?:0x)?([0-9a-f]{64})-\d{1,5}$/i;
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * Reads a memo of a network of THORChain's design, as its nodes do: what they would refuse is a fault with its reason, never an error.
 * Everything behind `|` is left for contracts and may be any bytes.
 * Source: thornode `x/thorchain/memo`, `docs/concepts/memos.md`; mayanode `x/mayachain/memo`.
 */
export function parseMemo(memo: Uint8Array | string, network: ThorNetwork): Memo {
  const text = typeof memo === 'string' ? memo : Buffer.from(memo).toString('latin1');
  const cut = text.indexOf('|');
  const head = cut < 0 ? text : text.slice(0, cut);
  const tail = cut < 0 ? undefined : text.slice(cut + 1);
  if (head === '') return fault('the memo is empty');
  if (!PRINTABLE.test(head)) return fault('the memo has bytes that are no text');
  const parts = head.split(':');
  const [word = ''] = parts;
  const called = memoFunction(word);
  if (called === undefined) return fault(`${JSON.stringify(word)} begins no memo`);
  switch (called.form) {
    case 'swap':
      return parseSwap(parts, 'market', tail, network);
    case 'limit':
      return parseSwap(parts, 'limit', tail, network);
    case 'loan':
      return parseSwap(parts, 'loan', tail, network);
    case 'out':
    case 'refund':
      return parsePayout(parts, called.form);
    case 'internal':
      return { kind: 'internal', action: called.action, height: parseCount(parts[1] ?? '') };
    case 'reference':
      return parts[1] === undefined || parts[1] === ''
        ? fault('the memo refers to nothing')
        : { kind: 'reference', reference: parts[1] };
    case 'credit':
      return parseCredit(parts, called, tail, network);
  }
}

function parsePayout(parts: readonly string[], kind: 'out' | 'refund'): Memo {
  const text = parts[1] ?? '';
  const hash = (HASH.exec(text) ?? NUMBERED_HASH.exec(text))?.[1];
  if (hash === undefined) return fault(`${JSON.stringify(text)} is no hash of a transaction`);
  return { kind, hash: hash.toLowerCase() };
}

function parseCredit(
  parts: readonly string[],
  { action, asset: assetPlace, account: accountPlace }: MemoFunction,
  tail: string | undefined,
  network: ThorNetwork,
): CreditMemo | FaultyMemo {
  const asset = assetPlace === undefined ? undefined : parseAsset(parts[assetPlace] ?? '', network);
  if (typeof asset === 'string') return fault(asset);
  const named = accountPlace === undefined ? '' : (parts[accountPlace] ?? '');
  return { kind: 'credit', action, asset, account: accountOn(named, network.chain), tail };
}
