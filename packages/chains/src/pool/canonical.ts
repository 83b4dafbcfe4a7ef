import { createHash } from 'node:crypto';
import {
  type Address,
  type BlockFacts,
  type Leg,
  type LegKind,
  PLACE_UNKNOWN,
  type TransactionFact,
  type TransferKind,
} from '@fundtrail/core';

const DIGEST_HEX_DIGITS = 12;

const NATIVE_LEGS: ReadonlySet<LegKind> = new Set(['native', 'fee', 'input', 'output']);

/** The kind of question that tells a leg. */
export function kindOfLeg(leg: Leg): TransferKind {
  if (leg.kind === 'internal') return 'internal';
  return NATIVE_LEGS.has(leg.kind) ? 'native' : 'token';
}

/** What a transaction moves of one kind and pays, free of the names that sources give to legs and of their order. */
export function movesOf(fact: TransactionFact, kind: TransferKind): readonly string[] {
  return fact.legs
    .filter((leg) => kindOfLeg(leg) === kind)
    .map(line)
    .sort();
}

/**
 * The same for one account, as any list of it tells: without fees, of which the lists of explorers do not tell all parts, and
 * without what wrapping, deposits and withdrawals make and destroy, of which they say nothing.
 */
export function movesOfAccount(fact: TransactionFact, kind: TransferKind, account: Address): readonly string[] {
  return fact.legs
    .filter((leg) => kindOfLeg(leg) === kind && isOf(leg, account))
    .filter((leg) => leg.kind !== 'fee' && !isUnlisted(leg))
    .map(line)
    .sort();
}

/** Whether two sources put the transaction at the same place and say the same of its success. */
export function isSamePlace(one: TransactionFact, other: TransactionFact): boolean {
  return (
    one.hash === other.hash &&
    one.block === other.block &&
    isSamePosition(one.index, other.index) &&
    one.time === other.time &&
    one.success === other.success &&
    isSameIfTold(one.blockHash, other.blockHash) &&
    isSameIfTold(one.sender, other.sender)
  );
}

/** Whether two sources agree on a transaction, as far as both tell all of it. */
export function isSameTransaction(one: TransactionFact, other: TransactionFact): boolean {
  if (!isSamePlace(one, other)) return false;
  const shared = one.whole.filter((kind) => other.whole.includes(kind));
  return shared.every((kind) => sameList(movesOf(one, kind), movesOf(other, kind)));
}

export function isSameBlock(one: BlockFacts, other: BlockFacts): boolean {
  return (
    one.number === other.number &&
    one.hash === other.hash &&
    one.parentHash === other.parentHash &&
    one.time === other.time &&
    one.transactions.length === other.transactions.length &&
    one.transactions.every((fact, place) => {
      const match = other.transactions[place];
      return match !== undefined && isSameTransaction(fact, match);
    })
  );
}

/** A transaction in a few words. Two answers that differ have different words. */
export function describeTransaction(fact: TransactionFact): string {
  const moves = fact.whole.flatMap((kind) => [kind, ...movesOf(fact, kind)]);
  const outcome = fact.success ? 'succeeded' : 'failed';
  const where = `${fact.block} ${fact.blockHash ?? 'of unknown hash'}`;
  return `${fact.hash} at ${fact.index} of block ${where}, time ${fact.time}, ${outcome}, moves ${digest(moves)}`;
}

export function describeBlock(block: BlockFacts): string {
  const content = digest(block.transactions.map(describeTransaction));
  return `block ${block.number} ${block.hash} on ${block.parentHash} with ${block.transactions.length} transactions, content ${content}`;
}

export function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, place) => entry === other[place]);
}

export function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, DIGEST_HEX_DIGITS);
}

/** Whether a leg moves what the account holds: on UTXO chains legs name coins, and their owner stands beside. */
function isOf({ from, to, owner }: Leg, account: Address): boolean {
  return from === account || to === account || owner === account;
}

function isSamePosition(one: number, other: number): boolean {
  return one === other || one === PLACE_UNKNOWN || other === PLACE_UNKNOWN;
}

function isSameIfTold(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function line(leg: Leg): string {
  return `${leg.kind === 'fee' ? 'fee ' : ''}${leg.from} ${leg.to} ${leg.asset} ${leg.amount}`;
}

function isUnlisted({ kind, asset, from, to }: Leg): boolean {
  if (kind !== 'mint' && kind !== 'burn') return false;
  return asset === 'native' || from === asset || to === asset;
}
