import {
  type AccountHistory,
  type Address,
  type Coverage,
  type Hash,
  TRANSFER_KINDS,
  type TransactionFact,
  type TransferKind,
} from '@fundtrail/core';
import { isSamePlace, movesOfAccount, sameList } from './canonical.ts';
import type { Member } from './member.ts';

/** What one member told of an account, and the kinds for which it is believed. */
export type Part = {
  readonly member: Member;
  readonly facts: ReadonlyMap<Hash, TransactionFact>;
  readonly contracts: AccountHistory['contracts'];
  readonly coverage: ReadonlyMap<TransferKind, Coverage>;
};

export function partOf(member: Member, history: AccountHistory): Part {
  return {
    member,
    facts: new Map(history.transactions.map((fact) => [fact.hash, fact])),
    contracts: history.contracts,
    coverage: new Map(history.coverage.map((entry) => [entry.kind, entry])),
  };
}

/** Two members that say different things of one transaction of the account. */
export type Disagreement = {
  readonly hash: Hash;
  readonly block: number;
  readonly kinds: readonly TransferKind[];
  /** One of them does not have it: it may only be behind. */
  readonly isMissing: boolean;
  readonly between: readonly [Part, Part];
};

/**
 * Holds two members' views of an account against each other: where both have a transaction they must agree on its place and
 * outcome, and what both tell all of, of the account or of the transaction, must be the same.
 */
export function disagreements(one: Part, other: Part, account: Address): readonly Disagreement[] {
  const found: Disagreement[] = [];
  for (const hash of new Set([...one.facts.keys(), ...other.facts.keys()])) {
    const [a, b] = [one.facts.get(hash), other.facts.get(hash)];
    const block = Math.max(a?.block ?? 0, b?.block ?? 0);
    const about = { hash, block, isMissing: a === undefined || b === undefined, between: [one, other] } as const;
    if (a !== undefined && b !== undefined && !isSamePlace(a, b)) {
      const kinds = TRANSFER_KINDS.filter((kind) => one.coverage.has(kind) || other.coverage.has(kind));
      found.push({ ...about, kinds });
      continue;
    }
    const kinds = TRANSFER_KINDS.filter(
      (kind) =>
        tells(one, kind, a, block) &&
        tells(other, kind, b, block) &&
        !sameList(view(a, kind, account), view(b, kind, account)),
    );
    if (kinds.length > 0) found.push({ ...about, kinds });
  }
  return found;
}

/** Whether the member told everything of this kind about the account in this transaction. */
function tells(part: Part, kind: TransferKind, fact: TransactionFact | undefined, block: number): boolean {
  if (fact?.whole.includes(kind) === true) return true;
  const coverage = part.coverage.get(kind);
  if (coverage === undefined || coverage.status === 'unavailable') return false;
  return coverage.fromBlock <= block && block <= coverage.toBlock;
}

/** An own transaction counts also where it moves nothing: it shows that a list is whole. */
function view(fact: TransactionFact | undefined, kind: TransferKind, account: Address): readonly string[] {
  if (fact === undefined) return [];
  const moves = movesOfAccount(fact, kind, account);
  return kind === 'native' && fact.sender === account ? ['sent', ...moves] : moves;
}

/** What a member says of a transaction, in a few words. */
export function describeView(part: Part, hash: Hash, account: Address): string {
  const fact = part.facts.get(hash);
  if (fact === undefined) return `does not have ${hash}`;
  const moves = TRANSFER_KINDS.flatMap((kind) => view(fact, kind, account));
  const outcome = fact.success ? 'succeeded' : 'failed';
  const where = `${fact.block} ${fact.blockHash ?? 'of unknown hash'}`;
  return `at ${fact.index} of block ${where}, time ${fact.time}, ${outcome}: ${moves.join(', ') || 'moves nothing'}`;
}
