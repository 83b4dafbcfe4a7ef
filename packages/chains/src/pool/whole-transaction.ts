import { TRANSFER_KINDS, type TransactionFact, type TransferKind } from '@fundtrail/core';
import { type AgreementDeps, askTogether, type Comparison } from './agreement.ts';
import { type Answered, askInTurn, askOne, candidates, type Question } from './failover.ts';
import { joinFailures } from './failure.ts';
import { joinFacts } from './history-merge.ts';
import type { Member } from './member.ts';

export type WholeDeps = AgreementDeps & { readonly members: readonly Member[] };

/**
 * One transaction, as whole as the members can tell together: a node without traces has it from the others what moved inside. What
 * two tell of it is held against each other.
 * @throws SourceError `disputed` where they disagree and no quorum decides.
 */
export async function readWholeTransaction(
  deps: WholeDeps,
  question: Question<TransactionFact>,
  comparison: Comparison<TransactionFact>,
): Promise<TransactionFact> {
  if (deps.quorum > 1) return join(await askTogether(deps, deps.members, question, comparison));
  const first = await askInTurn(deps.pool, mostToldFirst(deps.members), question);
  if (first === undefined) throw joinFailures(deps.pool, [], question.what);
  note(first);
  let answers: readonly Answered<TransactionFact>[] = [first];
  for (const member of candidates(deps.members, question.kind)) {
    const lacking = TRANSFER_KINDS.filter((kind) => !answers.some(({ value }) => value.whole.includes(kind)));
    if (lacking.length === 0) break;
    if (answers.some((answer) => answer.member === member) || lacking.every((kind) => member.lacks.has(lackOf(kind))))
      continue;
    // What this one cannot tell stays untold: the transaction itself is there.
    const told = await askOne(member, question);
    if ('error' in told || told.value === undefined) continue;
    const answer = { member, value: told.value };
    note(answer);
    if (comparison.same(first.value, answer.value)) answers = [...answers, answer];
    // One of them may have been a moment behind: both are asked again, and must agree then.
    else answers = await askTogether({ ...deps, quorum: 2 }, [first.member, member], question, comparison);
  }
  return join(answers);
}

/** Remembers what a member leaves out of a transaction in which others may have it. */
function note({ member, value }: Answered<TransactionFact>): void {
  if (!value.success) return;
  for (const kind of TRANSFER_KINDS) {
    if (value.whole.includes(kind)) member.lacks.delete(lackOf(kind));
    else member.lacks.add(lackOf(kind));
  }
}

/** Those that are known to leave something out come after the others; nodes before explorers all the same. */
function mostToldFirst(members: readonly Member[]): readonly Member[] {
  const lacks = (member: Member): number => TRANSFER_KINDS.filter((kind) => member.lacks.has(lackOf(kind))).length;
  const place = (member: Member): number => lacks(member) + (member.isNode ? 0 : TRANSFER_KINDS.length + 1);
  return members.toSorted((a, b) => place(a) - place(b));
}

function lackOf(kind: TransferKind): string {
  return `whole ${kind}`;
}

function join(answers: readonly Answered<TransactionFact>[]): TransactionFact {
  const facts = answers.map(({ value }) => value);
  const byKind = new Map(
    TRANSFER_KINDS.map((kind) => [kind, facts.find((fact) => fact.whole.includes(kind)) ?? facts[0]] as const),
  );
  return joinFacts(byKind, facts);
}
