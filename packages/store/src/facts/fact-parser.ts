import { StringDecoder } from 'node:string_decoder';
import { type ChainId, InvariantError, type Leg, type TransactionFact, type TransferKind } from '@fundtrail/core';
import { compareLegIds, kindOf } from './leg-codec.ts';

/** Turns the text of a COPY, cut anywhere, into facts. */
export type FactParser = {
  /** The transactions that this chunk completes. */
  push(chunk: Buffer): readonly TransactionFact[];
  end(): readonly TransactionFact[];
};

/** Addresses kept as one string each; beyond it the table starts anew, so that memory does not grow with the chain. */
const INTERN_LIMIT = 1 << 18;

const NULL = '\\N';
const COLUMNS = 18;

type Draft = { fact: Omit<TransactionFact, 'legs'>; legs: Leg[]; positions: number[]; ordered: boolean };

/** `chains`: the chain of each key, as text. Reads the columns of `COPY_CHOSEN`. */
export function createFactParser(chains: ReadonlyMap<string, ChainId>): FactParser {
  const decoder = new StringDecoder('utf8');
  let interned = new Map<string, string>();
  let rest = '';
  let currentKey = '';
  let draft: Draft | undefined;
  let done: TransactionFact[] = [];

  /** `0x` before the digits, and one string object for equal ones. Flat copies: a slice would keep its whole chunk alive. */
  const intern = (digits: string): string => {
    const known = interned.get(digits);
    if (known !== undefined) return known;
    if (interned.size >= INTERN_LIMIT) interned = new Map();
    const text = flat(`0x${digits}`);
    interned.set(flat(digits), text);
    return text;
  };

  const finish = (): void => {
    if (draft === undefined) return;
    const { fact, legs, positions, ordered } = draft;
    done.push({ ...fact, legs: ordered ? legs : inOrder(legs, positions) });
    draft = undefined;
  };

  const readLine = (line: string): void => {
    const fields = line.split('\t');
    if (fields.length !== COLUMNS) throw new InvariantError(`a row of ${fields.length} columns came from the database`);
    const [chainKey, hash, block, index, time, blockHash, sender, success, internalWhole, tokenWhole] = fields as Row;
    const [, , , , , , , , , , id, position, kind, from, to, asset, amount, owner] = fields as Row;
    const key = `${chainKey}/${hash}`;
    if (key !== currentKey) {
      finish();
      currentKey = flat(key);
      draft = {
        fact: {
          chain: chains.get(chainKey) ?? unknownChain(chainKey),
          hash: flat(`0x${hash}`),
          block: Number(block),
          index: Number(index),
          time: Number(time),
          ...(blockHash === NULL ? {} : { blockHash: intern(blockHash) }),
          ...(sender === NULL ? {} : { sender: intern(sender) }),
          success: success === 't',
          whole: wholeKinds(internalWhole === 't', tokenWhole === 't'),
        },
        legs: [],
        positions: [],
        ordered: true,
      };
    }
    if (draft === undefined || id === NULL) return;
    const place = Number(position);
    // Equal positions (kinds of a network's answer): the ids decide, at the end.
    if (draft.positions.at(-1) === place) draft.ordered = false;
    draft.positions.push(place);
    draft.legs.push({
      id: flat(id.includes('\\') ? plainText(id) : id),
      kind: kindOf(Number(kind)),
      from: intern(from),
      to: intern(to),
      asset: asset === '' ? 'native' : intern(asset),
      amount: BigInt(amount),
      ...(owner === NULL ? {} : { owner: intern(owner) }),
    });
  };

  const take = (): readonly TransactionFact[] => {
    const facts = done;
    done = [];
    return facts;
  };

  return {
    push: (chunk) => {
      const text = rest + decoder.write(chunk);
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        readLine(text.slice(start, end));
        start = end + 1;
      }
      rest = text.slice(start);
      return take();
    },
    end: () => {
      finish();
      return take();
    },
  };
}

type Row = [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const WHOLE: readonly (readonly TransferKind[])[] = [
  ['native'],
  ['native', 'internal'],
  ['native', 'token'],
  ['native', 'internal', 'token'],
];

function wholeKinds(internal: boolean, token: boolean): readonly TransferKind[] {
  return WHOLE[(internal ? 1 : 0) + (token ? 2 : 0)] ?? [];
}

function inOrder(legs: readonly Leg[], positions: readonly number[]): Leg[] {
  return legs
    .map((leg, index) => ({ leg, position: positions[index] ?? 0 }))
    .sort((a, b) => a.position - b.position || compareLegIds(a.leg.id, b.leg.id))
    .map(({ leg }) => leg);
}

/** A copy that shares no memory with the text it was cut from. */
function flat(text: string): string {
  return text.length < SLICE_MIN ? text : Buffer.from(text, 'utf8').toString('utf8');
}

/** V8 copies shorter pieces anyway. */
const SLICE_MIN = 13;

const ESCAPED = /\\(.)/g;
const UNESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

function plainText(text: string): string {
  return text.replace(ESCAPED, (_whole, character: string) => UNESCAPES[character] ?? character);
}

function unknownChain(key: string): never {
  throw new InvariantError(`a stored transaction names the chain key ${key}, which nothing explains`);
}
