import { type Coin, coinOf, InputError, type TransactionFact } from '@fundtrail/core';
import { inputsIn } from './legs.ts';

/** Inputs that a person marks as stolen, and which of the marks were met so far. */
export type TaintMarks = {
  /** Places of the inputs of a transaction that are marked, ascending. */
  of(fact: TransactionFact): readonly number[];
  /** @throws InputError that names the marks that no transaction had an input for */
  requireMet(): void;
};

type Mark = {
  readonly text: string;
  /** The place of an input, or the coin that one spends. */
  readonly meant: number | Coin;
};

const PLACE = /^[0-9]{1,9}$/;
const COIN = /^([0-9a-fA-F]{64}):([0-9]{1,9})$/;
const REMEDY = 'Give places of inputs or coins that they spend, by comma: 0,2 or <txid>:<vout>.';

/**
 * Reads marks: a number is the place of an input, of every transaction that has so many; `<txid>:<vout>` is a coin that is spent.
 * @throws InputError for anything else
 */
export function createTaintMarks(list: string, field = '--taint'): TaintMarks {
  const marks = list.split(',').map((text) => readMark(text.trim(), field));
  const unmet = new Set(marks);
  return {
    of(fact) {
      const inputs = inputsIn(fact);
      const places = new Map(inputs.map(({ from }, place) => [from, place]));
      const marked = new Set<number>();
      for (const mark of marks) {
        const place = typeof mark.meant === 'number' ? mark.meant : places.get(mark.meant);
        if (place === undefined || place >= inputs.length) continue;
        marked.add(place);
        unmet.delete(mark);
      }
      return [...marked].sort((a, b) => a - b);
    },
    requireMet() {
      if (unmet.size === 0) return;
      const names = [...unmet].map(({ text }) => text).join(', ');
      throw new InputError(
        `no input is there for ${names}`,
        { field },
        {
          remedy:
            'Places count from 0; a coin is named by the transaction that made it, not by the one that spends it.',
        },
      );
    },
  };
}

function readMark(text: string, field: string): Mark {
  if (PLACE.test(text)) return { text, meant: Number(text) };
  const [, txid, vout] = COIN.exec(text) ?? [];
  if (txid === undefined) {
    const fault = text === '' ? 'a mark is empty' : `${JSON.stringify(text)} is neither a place nor a coin`;
    throw new InputError(fault, { field }, { remedy: REMEDY });
  }
  return { text, meant: coinOf(`0x${txid.toLowerCase()}`, Number(vout)) };
}
