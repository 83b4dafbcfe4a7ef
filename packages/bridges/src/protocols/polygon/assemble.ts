import type { Draft, DraftLeg, TransactionContext } from '../../adapter.ts';
import { payers } from '../../read/keepers.ts';
import { type Committed, ETHEREUM, type Plasma, type Proof } from './events.ts';

type Part = Plasma | Committed | Proof;

/** Messages that Polygon committed with what came along with each, and exits with the burn that they prove. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part }) => (part === undefined ? [] : [part as Part]));
  const proof = parts.find((part): part is Proof => part.is === 'proof');
  const commits = parts.filter((part): part is Committed => part.is === 'committed');
  const told = drafts.filter((draft): draft is DraftLeg => draft.kind === 'leg' && draft.part === undefined);
  return [
    ...told.map((draft) => (draft.side === 'destination' && draft.key === undefined ? proven(draft, proof) : draft)),
    ...commits.flatMap((commit) => arrival(at, commit, commits, parts)),
  ];
}

function proven(draft: DraftLeg, proof: Proof | undefined): DraftLeg {
  if (draft.fault !== undefined) return draft;
  if (proof === undefined)
    return { ...draft, fault: 'the exit was made through another contract: its proof is not told' };
  if (proof.key === undefined) return { ...draft, fault: 'the proof of the exit cannot be read' };
  return { ...draft, key: proof.key };
}

/** What a message brought: the logs before it tells of its commitment, and after the one before. */
function arrival(
  at: TransactionContext,
  { id, log, success }: Committed,
  commits: readonly Committed[],
  parts: readonly Part[],
): readonly DraftLeg[] {
  if (!success) return [];
  const last = commits.findLast((other) => other.log < log)?.log ?? -1;
  const about = {
    kind: 'leg' as const,
    side: 'destination' as const,
    key: `state:${id}`,
    evidence: `log:${log}`,
    fromChain: ETHEREUM,
    toChain: at.chain,
  };
  const plasma = parts.find((part) => part.is === 'plasma' && part.log > last && part.log < log);
  if (plasma?.is === 'plasma') {
    const { user, asset, amount, custody } = plasma;
    return [{ ...about, toAccount: user, asset, amount, custody }];
  }
  const minted = at.legs.filter((leg) => leg.kind === 'mint' && isBetween(leg.id, last, log));
  const [only] = minted;
  // Other messages of the chain bring nothing.
  if (minted.length !== 1 || only === undefined || only.asset === 'native') return [];
  const { asset, amount, to } = only;
  const custody = payers(at, asset, amount, to, [asset]);
  return [{ ...about, toAccount: to, asset, amount, custody, legs: [only.id] }];
}

function isBetween(id: string, after: number, before: number): boolean {
  const log = id.startsWith('log:') ? Number(id.slice('log:'.length)) : -1;
  return log > after && log < before;
}
