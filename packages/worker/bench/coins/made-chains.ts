import type { Address, Hash } from '@fundtrail/core';
import { createUtxoBook, type MadeTransaction, makeTransaction, type UtxoBook } from '@fundtrail/testkit';

/** A made chain and the theft transaction on it. */
export type MadeChain = { readonly book: UtxoBook; readonly theft: Hash };

const STOLEN = 500n * 10n ** 8n;
const FEE = 500n;
const VICTIM = scriptOf(1);
const FIRST_BLOCK = 1_000;
/** Blocks after the last transaction, so that all are final. */
const AFTER = 20;

/** A payment of a ten thousandth of what is left and change, hop after hop, five of them in a block. */
export function peelChain(hops: number): MadeChain {
  const { book, theft } = robbed();
  let last = theft;
  let place = 0;
  let waiting: MadeTransaction[] = [];
  for (let hop = 0; hop < hops; hop += 1) {
    const held = BigInt(last.vout[place]?.value ?? 0);
    const paid = held / 10_000n + 1_000n;
    last = makeTransaction(
      [{ tx: last.hash, place }],
      [
        { script: scriptOf(10 + 2 * hop), amount: paid },
        { script: scriptOf(11 + 2 * hop), amount: held - paid - FEE },
      ],
    );
    place = 1;
    waiting.push(last);
    if (waiting.length < 5 && hop < hops - 1) continue;
    book.mine(waiting);
    waiting = [];
  }
  book.mineEmpty(AFTER);
  return { book, theft: theft.hash };
}

/** One transaction into equal parts, each of which goes to another wallet. */
export function fanOut(outputs: number): MadeChain {
  const { book, theft } = robbed();
  const part = (STOLEN - FEE - 1_000_000n) / BigInt(outputs);
  const fan = makeTransaction(
    [{ tx: theft.hash, place: 0 }],
    Array.from({ length: outputs }, (_, n) => ({ script: scriptOf(10 + n), amount: part })),
  );
  book.mine([fan]);
  for (let start = 0; start < outputs; start += 500) {
    book.mine(
      Array.from({ length: Math.min(500, outputs - start) }, (_, n) =>
        makeTransaction(
          [{ tx: fan.hash, place: start + n }],
          [{ script: scriptOf(10 + outputs + start + n), amount: part - FEE }],
        ),
      ),
    );
  }
  book.mineEmpty(AFTER);
  return { book, theft: theft.hash };
}

function robbed(): { readonly book: UtxoBook; readonly theft: MadeTransaction } {
  const book = createUtxoBook({ tip: FIRST_BLOCK });
  const spent = { script: VICTIM, amount: STOLEN };
  const theft = makeTransaction(
    [{ tx: `0x${'ab'.repeat(32)}`, place: 0, spent }],
    [{ script: scriptOf(2), amount: STOLEN - FEE }],
  );
  book.mine([theft]);
  return { book, theft };
}

function scriptOf(n: number): Address {
  return `0x0014${n.toString(16).padStart(40, '0')}`;
}
