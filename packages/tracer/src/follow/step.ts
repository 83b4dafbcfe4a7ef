import {
  type BlockFacts,
  type BlockHeader,
  chainInfo,
  isUtxo,
  LIVE_SPACE,
  PLACE_UNKNOWN,
  SourceError,
  TRANSFER_KINDS,
  type TransactionFact,
  type TransferKind,
  transferKindsOn,
} from '@fundtrail/core';
import type { FollowKey, FollowState } from '@fundtrail/store';
import { learnCode, partiesOf } from '../acquire/code.ts';
import type { GapMemory } from '../acquire/gap-memory.ts';
import { crossingEntries } from '../crossings/bridge-services.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { type FollowableSource, judgeBranch } from './ancestor.ts';
import type { Tail } from './branch.ts';
import type { PendingWatch } from './coins/pending.ts';
import type { FollowOutcome } from './follower.ts';
import type { Held } from './lease.ts';
import type { OwedSettles } from './owed.ts';
import { LONGEST_WAIT_MS, SHORTEST_WAIT_MS, waitForBlock } from './pace.ts';
import { readAhead } from './read-ahead.ts';
import { createWatchSet, type Matched, type WatchSet } from './watch-set.ts';

/** Blocks read in one step, so that a long absence is caught up in steps that each end with settles. */
const BLOCKS_PER_STEP = 500;
/** Watches that no case needs any more are dropped so often. */
const TIDY_EVERY_MS = 600_000;
/** A head that does not move is noted so often, as a sign of life. */
const NOTE_EVERY_MS = 5_000;

type Head = { readonly block: number; readonly time: number; readonly hash?: string };
type Position = NonNullable<FollowState['position']>;

/** What a leader knows of a key for as long as it leads. */
export type Session = {
  readonly fence: number;
  watches: WatchSet;
  tidiedAt: number;
  readonly owed: OwedSettles;
  readonly pending: PendingWatch;
  position: Position | undefined;
  kinds: readonly TransferKind[];
  finalized: number;
  /** What the chain last called final, and its head then: it is asked again when the head has moved. */
  asked: { readonly head: number; readonly finalized: number } | undefined;
  notedAt: number;
  /** A node that has learnt to trace since is noticed once per lead. */
  kindsChecked: boolean;
};

export type StepContext = {
  readonly deps: TracerDependencies;
  readonly gaps: GapMemory;
  readonly key: FollowKey;
  readonly source: FollowableSource;
  readonly session: Session;
  readonly held: Held;
};

/** One look at the head by the leader, and the blocks that are new. Whatever it leaves undone the next step does. */
export async function runStep(step: StepContext): Promise<FollowOutcome> {
  const outcome = await look(step);
  // Last: what waits to be mined is of less interest than what was.
  if (outcome.kind === 'idle' || outcome.kind === 'advanced')
    await step.session.pending.look(step.held.fence, step.held.signal);
  return outcome;
}

async function look(step: StepContext): Promise<FollowOutcome> {
  const { source, key, session } = step;
  await tidy(step);
  const head = await source.head(key.chain);
  const finalized = await askFinalized(step, head);
  const position = session.position ?? (await begin(step, head, finalized));
  if (head.block > position.number) return readForward(step, head, finalized);
  if (head.block === position.number && head.hash === position.hash) return idle(step, head, finalized);
  return branchOff(step, await source.header(key.chain, head.block, step.held.signal), head);
}

/** Accounts that turned out to be hubs or code, and cases that ended, need no watch; what is kept in memory only grows otherwise. */
async function tidy({ deps, key, session }: StepContext): Promise<void> {
  const now = deps.context.clock.now();
  if (now - session.tidiedAt < TIDY_EVERY_MS) return;
  session.tidiedAt = now;
  if ((await deps.follow.unwatchIdle()) > 0) session.watches = createWatchSet(deps.follow, key, session.watches.seen());
}

/** Starts so far back that every block that could still be taken back is read here: only then is it seen when it is. */
async function begin(step: StepContext, head: Head, finalized: number): Promise<Position> {
  const { source, key, session, held } = step;
  const { reorgWindow } = chainInfo(key.chain);
  const start = Math.max(0, Math.min(head.block, Math.max(finalized, head.block - reorgWindow)));
  await beginAt(step, await source.header(key.chain, start, held.signal), transferKindsOn(key.chain));
  step.deps.context.logger.info({ action: 'follow', ...key, block: start, head: head.block }, 'following begins');
  return session.position as Position;
}

async function beginAt(step: StepContext, header: BlockHeader, kinds: readonly TransferKind[]): Promise<void> {
  const { deps, key, session, held } = step;
  await deps.follow.begin(key, held.fence, header, kinds);
  session.watches.placeAgain();
  session.kinds = kinds;
  session.position = positionOf(header);
}

/** What the chain calls final, or what is older than its reorg window. Asked before blocks are read: those stand on it then. */
async function askFinalized({ source, key, session, held }: StepContext, head: Head): Promise<number> {
  if (session.asked?.head === head.block) return session.asked.finalized;
  const told = await source.finalized?.(key.chain, held.signal);
  const finalized = told ?? Math.max(0, head.block - chainInfo(key.chain).reorgWindow);
  session.asked = { head: head.block, finalized };
  return finalized;
}

async function readForward(step: StepContext, head: Head, finalized: number): Promise<FollowOutcome> {
  const { source, key, session, held, deps } = step;
  const from = (session.position?.number ?? 0) + 1;
  const to = Math.min(head.block, from + BLOCKS_PER_STEP - 1);
  let legs = 0;
  try {
    for await (const group of readAhead((number) => source.block(key.chain, number, held.signal), from, to)) {
      held.signal.throwIfAborted();
      const linked = linkedTo(session.position, group);
      if (linked.length > 0 && !(await apply(step, linked, head, finalized)))
        return { kind: 'idle', waitMs: SHORTEST_WAIT_MS };
      for (const { transactions } of linked) for (const transaction of transactions) legs += transaction.legs.length;
      const foreign = group[linked.length];
      if (foreign !== undefined) return branchOff(step, foreign, head);
    }
  } catch (error) {
    // A head is told before its block is to be had, or by another node behind the same name.
    if (!isNotThere(error)) throw error;
  }
  const block = session.position?.number ?? from - 1;
  await session.owed.flush(block);
  if (block < head.block)
    deps.context.logger.info({ action: 'follow', ...key, block, head: head.block }, 'catching up');
  return {
    kind: block < from ? 'idle' : 'advanced',
    waitMs: block === to && to < head.block ? 0 : waitFor(step, head),
    block,
    head: head.block,
    blocks: block - from + 1,
    legs,
  };
}

function isNotThere(error: unknown): boolean {
  return error instanceof SourceError && error.failure === 'refused';
}

/** The blocks of a group that stand on each other and, the first of them, on the position. */
function linkedTo(position: Position | undefined, group: readonly BlockFacts[]): readonly BlockFacts[] {
  let before = position;
  for (const [place, block] of group.entries()) {
    if (before === undefined || block.number !== before.number + 1 || block.parentHash !== before.hash)
      return group.slice(0, place);
    before = positionOf(block);
  }
  return group;
}

/** Writes blocks with what in them touches a watched account; false when the stored position is another one. */
async function apply(
  step: StepContext,
  blocks: readonly BlockFacts[],
  head: Head,
  finalized: number,
): Promise<boolean> {
  const { deps, gaps, key, source, session, held } = step;
  const [first] = blocks;
  const last = blocks.at(-1);
  if (first === undefined || last === undefined) return true;
  if (!(await checkKinds(step, blocks))) return false;
  const fresh = await session.watches.takeUp(held.fence, first.number);
  const matches = blocks.map((block) => session.watches.match(block));
  const transactions = await readWhole(
    step,
    matches.flatMap((match) => match.transactions),
  );
  await learnCode({ deps, row: { space: LIVE_SPACE }, source, gaps }, partiesOf(transactions, true));
  // Final is only what stands below a block of this chain that was read.
  const final = Math.max(session.finalized, Math.min(finalized, last.number));
  const advanced = await deps.follow.advance(key, held.fence, {
    headers: blocks.map(headerOf),
    transactions,
    crossings: await crossingEntries(deps.bridges, LIVE_SPACE, transactions),
    contracts: matches.flatMap((match) => match.contracts),
    head: head.block,
    headTime: head.time,
    finalized: final,
  });
  if (advanced.status === 'stale') return false;
  session.position = positionOf(last);
  session.finalized = final;
  session.notedAt = deps.context.clock.now();
  session.owed.add(advanced.orphaned.cases);
  await session.owed.touched(touchedBy(matches));
  await session.owed.placed(fresh);
  await session.owed.confirm(final);
  return true;
}

/**
 * Blocks of UTXO chains may tell transactions without the amounts of their inputs: those of interest are read whole.
 * @throws SourceError `refused` where the source tells another block for one: the chain was reorganised meanwhile
 */
async function readWhole(
  { key, source, held }: StepContext,
  transactions: readonly TransactionFact[],
): Promise<readonly TransactionFact[]> {
  if (!isUtxo(key.chain)) return transactions;
  const whole: TransactionFact[] = [];
  for (const told of transactions) {
    if (told.whole.length > 0) {
      whole.push(told);
      continue;
    }
    const read = await source.transaction(key.chain, told.hash, held.signal);
    if (read.block !== told.block || (read.blockHash ?? told.blockHash) !== told.blockHash)
      throw new SourceError('refused', source.id, `tells ${told.hash} in another block than its block does`);
    whole.push({ ...read, index: told.index === PLACE_UNKNOWN ? read.index : told.index });
  }
  return whole;
}

function touchedBy(matches: readonly Matched[]): readonly string[] {
  return [...new Set(matches.flatMap((match) => [...match.addresses]))];
}

/** Following promises all transfers of some kinds; where a node turns out not to tell one, the promise ends at the block before. */
async function checkKinds(step: StepContext, blocks: readonly BlockFacts[]): Promise<boolean> {
  const { deps, key, source, session, held } = step;
  const transactions = blocks.flatMap((block) => block.transactions);
  // A coin's spender names it, with amounts or without.
  if (isUtxo(key.chain) || transactions.length === 0 || session.position === undefined) return true;
  const told = TRANSFER_KINDS.filter((kind) => transactions.every(({ whole }) => whole.includes(kind)));
  const kinds = session.kindsChecked ? session.kinds.filter((kind) => told.includes(kind)) : told;
  session.kindsChecked = true;
  if (kinds.length === session.kinds.length && kinds.every((kind) => session.kinds.includes(kind))) return true;
  const header = await source.header(key.chain, session.position.number, held.signal);
  if (header.hash !== session.position.hash) return false;
  deps.context.logger.warn({ action: 'follow', ...key, block: header.number, kinds }, 'kinds of transfer told change');
  await beginAt(step, header, kinds);
  return true;
}

/** The source tells other blocks than those that were read: it lags, or they were taken back. */
async function branchOff(step: StepContext, newest: BlockHeader, head: Head): Promise<FollowOutcome> {
  const { deps, key, source, session, held } = step;
  const tail = await tailOf(step);
  const verdict = await judgeBranch(source, key.chain, tail, newest, held.signal);
  if (verdict.kind === 'too_deep') {
    const reason = haltReason(key.chain, verdict.floor, tail.last);
    await deps.follow.halt(key, held.fence, reason);
    deps.context.logger.error({ action: 'follow', ...key, block: tail.last, head: head.block, reason }, 'chain halted');
    return { kind: 'halted', waitMs: LONGEST_WAIT_MS };
  }
  if (verdict.kind !== 'reorg') {
    await session.owed.flush(tail.last);
    const waitMs = verdict.kind === 'torn' ? SHORTEST_WAIT_MS : waitFor(step, head);
    return { kind: 'idle', waitMs, block: tail.last, head: head.block };
  }
  const { ancestor } = verdict;
  const orphaned = await deps.follow.rewind(key, held.fence, ancestor);
  deps.context.logger.warn(
    {
      action: 'follow',
      ...key,
      block: ancestor.number,
      depth: tail.last - ancestor.number,
      transactions: orphaned.transactions.length,
    },
    'blocks taken back',
  );
  session.position = positionOf(ancestor);
  // Settled once the blocks that come instead are read: what stands in them again need not be retracted.
  session.owed.add(orphaned.cases);
  return { kind: 'rewound', waitMs: 0, block: ancestor.number, head: head.block };
}

async function tailOf({ deps, key, session }: StepContext): Promise<Tail> {
  const { position, finalized } = session;
  if (position === undefined) throw new RangeError('following has begun before anything is compared');
  const floor = Math.max(0, finalized, position.number - chainInfo(key.chain).reorgWindow);
  const hashes = new Map(await deps.follow.hashesOf(key, floor, position.number)).set(position.number, position.hash);
  return { last: position.number, floor, hashOf: (number) => hashes.get(number) };
}

async function idle(step: StepContext, head: Head, finalized: number): Promise<FollowOutcome> {
  const { deps, key, session, held } = step;
  const final = Math.max(session.finalized, Math.min(finalized, head.block));
  const now = deps.context.clock.now();
  if (final > session.finalized || now - session.notedAt >= NOTE_EVERY_MS) {
    const noted = { headers: [], transactions: [], contracts: [], head: head.block, headTime: head.time };
    await deps.follow.advance(key, held.fence, { ...noted, finalized: final });
    session.finalized = final;
    session.notedAt = now;
  }
  // What came to be watched is matched from the next block on; saying so now spares its history a gap.
  await session.owed.placed(await session.watches.takeUp(held.fence, head.block + 1));
  await session.owed.confirm(final);
  await session.owed.flush(head.block);
  return { kind: 'idle', waitMs: waitFor(step, head), block: head.block, head: head.block };
}

function waitFor({ deps, key }: StepContext, head: Head): number {
  const { blockTimeMs } = chainInfo(key.chain);
  return waitForBlock({ headTime: head.time, blockTimeMs, now: deps.context.clock.now() });
}

function haltReason(chain: string, floor: number, last: number): string {
  return (
    `the source tells another chain from before block ${floor} on, which was final or older than the chain's reorg window; ` +
    `what was read up to block ${last} may not hold. Check the provider, then: fundtrail chains resume ${chain}`
  );
}

function positionOf({ number, hash, time }: BlockHeader): Position {
  return { number, hash, time };
}

function headerOf({ chain, number, hash, parentHash, time }: BlockHeader): BlockHeader {
  return { chain, number, hash, parentHash, time };
}
