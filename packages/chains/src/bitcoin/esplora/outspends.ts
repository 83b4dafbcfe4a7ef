import { type Clock, type Hash, InputError } from '@fundtrail/core';
import { countOf, eachOf, hashOf, recordOf } from '../fields.ts';
import type { EsploraClient } from './client.ts';
import type { Heads } from './heads.ts';

/** Which input spends an output; `block` is undefined while that transaction waits to be mined. */
export type Spend = { readonly tx: Hash; readonly input: number; readonly block: number | undefined };

/** What became of the outputs of a transaction. */
export type OutspendsAnswer = {
  /** One for each output, in order; undefined for one that is not spent. */
  readonly spends: readonly (Spend | undefined)[];
  /** The newest block when this was asked: what is not spent here is not spent up to it. */
  readonly reach: number;
  /** The last block that was final then. */
  readonly final: number;
};

export type OutspendsQuestion = {
  /** Outputs whose answer is of interest. */
  readonly places: readonly number[];
  /** The last block that is of interest. */
  readonly toBlock: number;
  /** The newest block, at least `toBlock` if the chain is that long; asked only where nothing that is kept answers. */
  reach(signal: AbortSignal | undefined): Promise<number>;
  readonly exists: boolean;
  readonly signal: AbortSignal | undefined;
};

/**
 * Asks what became of the outputs of transactions: all outputs of one with one request. An answer holds until a newer block is of interest,
 * blocks were replaced, or some minutes have passed; one in which all outputs are spent by final transactions is kept for good.
 */
export type Outspends = {
  /** @throws SourceError `refused` for a transaction that is not known */
  of(tx: Hash, question: OutspendsQuestion): Promise<OutspendsAnswer>;
  /** Asked anew, because what waits to be mined is of interest. */
  now(tx: Hash, signal: AbortSignal | undefined): Promise<OutspendsAnswer>;
  /** What was told of it does not fit to other answers: neither what is held nor what is kept is believed the next time. */
  doubt(tx: Hash): void;
};

/** Replaced blocks that nobody noticed are not believed for longer. */
const HELD_MS = 600_000;
/** About 150 bytes each: 30 MB. */
const MOST_OUTPUTS = 200_000;
const LARGEST_INT32 = 2 ** 31 - 1;
const LARGEST_UINT32 = 2 ** 32 - 1;

type Held = { readonly answer: OutspendsAnswer; readonly at: number; readonly replaced: number };

export function createOutspends(client: EsploraClient, heads: Heads, clock: Pick<Clock, 'now'>): Outspends {
  const held = new Map<Hash, Held>();
  const doubted = new Set<Hash>();
  let outputs = 0;

  function forget(tx: Hash): void {
    outputs -= held.get(tx)?.answer.spends.length ?? 0;
    held.delete(tx);
  }

  function hold(tx: Hash, answer: OutspendsAnswer): void {
    forget(tx);
    held.set(tx, { answer, at: clock.now(), replaced: heads.replaced() });
    outputs += answer.spends.length;
    for (const oldest of held.keys()) {
      if (outputs <= MOST_OUTPUTS || held.size === 1) break;
      forget(oldest);
    }
  }

  /** @returns `isOwn` says that it was asked now; else it was kept, or on its way already for somebody else */
  async function ask(tx: Hash, { reach, exists, signal }: Pick<OutspendsQuestion, 'reach' | 'exists' | 'signal'>) {
    let asked = { reach: -1, final: -1 };
    let isOwn = false;
    const answer = await client.json(
      {
        path: `/tx/${tx.slice(2)}/outspends`,
        thing: 'transaction',
        signal,
        exists,
        // Before, since a block that comes while it is answered may spend what the answer calls not spent.
        before: async (inner) => {
          const newest = await reach(inner);
          asked = { reach: newest, final: heads.finalAt(newest) };
          isOwn = true;
        },
        unwrap: (outspends) => ({ ...asked, outspends }),
        kept: { keeps: isFinal, renew: doubted.has(tx) },
      },
      readAnswer,
    );
    doubted.delete(tx);
    hold(tx, answer);
    return { answer, isOwn };
  }

  return {
    async of(tx, question) {
      const { places, toBlock, reach, signal } = question;
      const known = held.get(tx);
      const isKnown = (answer: OutspendsAnswer): boolean =>
        places.every((place) => isFinally(answer.spends[place], answer.final));
      if (known !== undefined) {
        if (isKnown(known.answer)) return known.answer;
        const isRecent = clock.now() - known.at < HELD_MS;
        if (isRecent && known.answer.reach >= Math.min(toBlock, await reach(signal))) {
          if (known.replaced === heads.replaced()) return known.answer;
        }
      }
      const { answer, isOwn } = await ask(tx, question);
      if (isOwn || isKnown(answer) || answer.reach >= toBlock) return answer;
      // It was on its way already, for somebody to whom older blocks mattered.
      return (await ask(tx, question)).answer;
    },
    now: async (tx, signal) => {
      const reach = (inner: AbortSignal | undefined): Promise<number> => heads.reach(-1, inner);
      return (await ask(tx, { reach, exists: false, signal })).answer;
    },
    doubt(tx) {
      forget(tx);
      doubted.add(tx);
    },
  };
}

function isFinally(spend: Spend | undefined, final: number): boolean {
  return spend?.block !== undefined && spend.block <= final;
}

/** @throws InputError */
function readAnswer(payload: unknown): OutspendsAnswer {
  const { reach, final, outspends } = recordOf(payload);
  const spends = eachOf(outspends, 'outspends', readSpend);
  if (spends.length === 0) throw new InputError('is empty: a transaction has outputs', { field: 'outspends' });
  return { spends, reach: Number(reach), final: Number(final) };
}

function readSpend(json: unknown): Spend | undefined {
  const { spent, txid, vin, status } = recordOf(json);
  if (spent === false) return undefined;
  if (spent !== true) throw new InputError('is neither true nor false', { field: 'spent' });
  const { confirmed, block_height: height } = recordOf(status, 'status');
  if (typeof confirmed !== 'boolean') throw new InputError('is neither true nor false', { field: 'status.confirmed' });
  return {
    tx: hashOf(txid, 'txid'),
    input: countOf(vin, 'vin', LARGEST_UINT32),
    block: confirmed ? countOf(height, 'status.block_height', LARGEST_INT32) : undefined,
  };
}

/** Only looked at once the answer was read, so its form is known. */
function isFinal(payload: unknown): boolean {
  const { spends, final } = readAnswer(payload);
  return spends.every((spend) => isFinally(spend, final));
}
