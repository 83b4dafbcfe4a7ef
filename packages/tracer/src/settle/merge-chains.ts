import type { ChainId, Hash, TransactionFact } from '@fundtrail/core';

/** What the order of a transaction depends on. */
export type Ordered = Pick<TransactionFact, 'chain' | 'hash' | 'block' | 'time'>;

/** A transaction of another chain that must come before one, and the block that it is in. */
export type WaitFor = { readonly chain: ChainId; readonly hash: Hash; readonly block: number };

/** Where a merge begins: the last block of each chain that was given before, and its clock then. */
export type MergeStart = {
  readonly blocks: ReadonlyMap<ChainId, number>;
  readonly clocks: ReadonlyMap<ChainId, number>;
};

/**
 * Transactions of one chain in its order, or of several in the order of a merge; a chain is in one lane. The next batch is asked for when
 * all that was given before has been dealt with, and, of a lane of one chain, nothing of it is held back.
 */
export type ChainLane<Fact> = {
  /** Undefined: several. */
  readonly chain: ChainId | undefined;
  readonly batches: AsyncIterable<readonly Fact[]>;
};

export type MergeOptions<Fact extends Ordered> = {
  readonly lanes: readonly ChainLane<Fact>[];
  /** Nothing when left out. What is told of the transaction's own chain is no reason to wait: its order is fixed. */
  waitsFor?: ((fact: Fact) => readonly WaitFor[]) | undefined;
  /** Told of a transaction that goes on before what it waits for: that never comes, or waits for this one. */
  onUnmet?: ((fact: Fact, unmet: readonly WaitFor[]) => void) | undefined;
  readonly start?: MergeStart | undefined;
};

/**
 * One order of the transactions of several chains: by the running maximum of the chain's block times (clocks of blocks may go back), then by
 * chain; a chain's own order stays as it is. A chain whose next transaction waits for one of another chain is held back until that was
 * given. Nothing is dropped, and nothing waits for ever: when all that is left waits, the earliest goes on.
 */
export async function* mergeChains<Fact extends Ordered>(
  options: MergeOptions<Fact>,
): AsyncGenerator<readonly Fact[], void, undefined> {
  const [only, ...others] = options.lanes;
  if (only !== undefined && others.length === 0 && options.waitsFor === undefined) {
    yield* only.batches;
    return;
  }
  const lanes = options.lanes.map((lane) => openLane(lane));
  const takeReady = createMerge(options, lanes);
  try {
    for (;;) {
      const batch = takeReady();
      if (batch.length > 0) yield batch;
      const empty = lanes.filter(isWanting);
      if (empty.length === 0) return;
      for (const lane of empty) await lane.pull();
    }
  } finally {
    for (const lane of lanes) await lane.close();
  }
}

/** A lane as far as it was read. */
type Lane<Fact> = {
  readonly chain: ChainId | undefined;
  head(): Fact | undefined;
  shift(): void;
  ended(): boolean;
  pull(): Promise<void>;
  close(): Promise<void>;
};

function openLane<Fact>({ chain, batches }: ChainLane<Fact>): Lane<Fact> {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly Fact[] = [];
  let at = 0;
  let ended = false;
  return {
    chain,
    head: () => batch[at],
    shift: () => {
      at += 1;
    },
    ended: () => ended,
    pull: async () => {
      const next = await iterator.next();
      at = 0;
      batch = next.done === true ? [] : next.value;
      ended = next.done === true;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}

/** Whether it has several chains, so that others may come behind one that is held back. */
function isShared<Fact>(lane: Lane<Fact> | undefined): boolean {
  return lane !== undefined && lane.chain === undefined;
}

/** Whether nothing can be said before more of it is read. */
function isWanting<Fact>(lane: Lane<Fact>): boolean {
  return lane.head() === undefined && !lane.ended();
}

/** The next transaction of a chain, and where it is: at the head of a lane, or held back. */
type Candidate<Fact> = {
  readonly fact: Fact;
  readonly clock: number;
  readonly waits: readonly WaitFor[];
  readonly lane: Lane<Fact> | undefined;
};

/** @returns takes all that can be given before some lane must be read on */
function createMerge<Fact extends Ordered>(
  { waitsFor, onUnmet, start }: MergeOptions<Fact>,
  lanes: readonly Lane<Fact>[],
): () => readonly Fact[] {
  const clocks = new Map(start?.clocks);
  /** Last block of each chain that was given. */
  const blocks = new Map(start?.blocks);
  const given = new Set<string>();
  const heads = new Map<Lane<Fact>, Candidate<Fact>>();
  /** Of lanes of several chains: what is held back, in the chain's order, so that the others' turn comes. */
  const held = new Map<ChainId, Candidate<Fact>[]>();

  const headOf = (lane: Lane<Fact>): Candidate<Fact> | undefined => {
    const fact = lane.head();
    const known = heads.get(lane);
    if (fact === undefined || known?.fact === fact) return fact === undefined ? undefined : known;
    const clock = Math.max(clocks.get(fact.chain) ?? fact.time, fact.time);
    const waits = waitsFor?.(fact).filter(({ chain }) => chain !== fact.chain) ?? NOTHING;
    const candidate = { fact, clock, waits, lane };
    heads.set(lane, candidate);
    return candidate;
  };
  const all = (): Candidate<Fact>[] => [
    ...lanes.flatMap((lane) => headOf(lane) ?? []),
    ...[...held.values()].flatMap(([first]) => first ?? []),
  ];
  const isMet = ({ chain, hash, block }: WaitFor): boolean =>
    given.has(keyOf(chain, hash)) || block <= (start?.blocks.get(chain) ?? -1);
  const mayCome = (wait: WaitFor): boolean => {
    const { chain, block } = wait;
    if (isMet(wait) || (blocks.get(chain) ?? -1) > block) return false;
    const next = all().find(({ fact }) => fact.chain === chain);
    return next === undefined
      ? lanes.some((lane) => lane.chain === undefined && !lane.ended())
      : next.fact.block <= block;
  };
  const isWaiting = ({ waits }: Candidate<Fact>): boolean => waits.some(mayCome);
  const shift = (lane: Lane<Fact>, { fact, clock }: Candidate<Fact>): void => {
    clocks.set(fact.chain, clock);
    lane.shift();
  };
  const hold = (lane: Lane<Fact>, candidate: Candidate<Fact>): void => {
    shift(lane, candidate);
    const queue = held.get(candidate.fact.chain);
    if (queue === undefined) held.set(candidate.fact.chain, [{ ...candidate, lane: undefined }]);
    else queue.push({ ...candidate, lane: undefined });
  };
  const give = (candidate: Candidate<Fact>): Fact => {
    const { fact, waits, lane } = candidate;
    const unmet = waits.filter((wait) => !isMet(wait));
    if (lane !== undefined) shift(lane, candidate);
    else {
      held.get(fact.chain)?.shift();
      if (held.get(fact.chain)?.length === 0) held.delete(fact.chain);
    }
    if (unmet.length > 0) onUnmet?.(fact, unmet);
    blocks.set(fact.chain, fact.block);
    if (waitsFor !== undefined) given.add(keyOf(fact.chain, fact.hash));
    return fact;
  };

  const take = (): Fact | undefined => {
    for (;;) {
      if (lanes.some(isWanting)) return undefined;
      const candidates = all();
      const behindHeld = candidates.find(({ fact, lane }) => lane !== undefined && held.has(fact.chain));
      if (behindHeld?.lane !== undefined) {
        hold(behindHeld.lane, behindHeld);
        continue;
      }
      const sorted = candidates.length === 1 ? candidates : candidates.sort(compareCandidates);
      const next = sorted.find((candidate) => isShared(candidate.lane) || !isWaiting(candidate));
      if (next?.lane !== undefined && isWaiting(next)) {
        hold(next.lane, next);
        continue;
      }
      // All that is left waits for each other: the earliest goes on.
      const chosen = next ?? sorted[0];
      return chosen === undefined ? undefined : give(chosen);
    }
  };
  return () => {
    const batch: Fact[] = [];
    for (let fact = take(); fact !== undefined; fact = take()) batch.push(fact);
    return batch;
  };
}

const NOTHING: readonly WaitFor[] = [];

/** Of two chains. */
function compareCandidates<Fact extends Ordered>(one: Candidate<Fact>, other: Candidate<Fact>): number {
  return one.clock - other.clock || (one.fact.chain < other.fact.chain ? -1 : 1);
}

function keyOf(chain: ChainId, hash: Hash): string {
  return `${chain} ${hash}`;
}
