import { type Hash, type HistoryRequest, SourceError } from '@fundtrail/core';
import { describeView } from './history-parts.ts';
import { type HistoryDeps, type HistoryRead, isLag, undecided } from './history-read.ts';

/**
 * Records what members say differently of an account, once for each transaction.
 * @throws SourceError `disputed` where a quorum is asked for and too few agree on a kind
 */
export async function recordDisputes(deps: HistoryDeps, request: HistoryRequest, read: HistoryRead): Promise<void> {
  const { chain, disputes, heads, quorum, pool } = deps;
  const { address } = request;
  const [kind] = undecided(deps, read);
  const open = read.disputed.filter((found) => !isLag(found, request, heads));
  const told = new Set<Hash>();
  for (const found of [...open, ...read.outvoted]) {
    if (told.has(found.hash)) continue;
    told.add(found.hash);
    const [first] = found.between;
    const answers = found.between.map((part) => ({
      source: part.member.source.id,
      answer: describeView(part, found.hash, address),
    }));
    const isDecided = kind === undefined && !open.includes(found);
    await disputes.record({
      chain,
      subject: `history of ${address}: ${found.kinds.join(', ')} of ${found.hash}`,
      answers,
      ...(isDecided ? { taken: first.member.source.id } : {}),
    });
  }
  if (kind === undefined) return;
  const who = (read.gathered.kinds.get(kind)?.believed ?? []).map((part) => part.member.source.id).join(', ');
  const text = `${quorum} providers must agree on the ${kind} transfers of ${address}, and of ${who} fewer do`;
  throw new SourceError('disputed', pool, text, {
    remedy: 'Look at the recorded disputes, take the provider that is wrong out of the configuration, then go on.',
  });
}
