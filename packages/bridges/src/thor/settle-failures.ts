import type { Draft, DraftLeg } from '../adapter.ts';
import { BOUNCED } from './paid.ts';
import type { Payout, PayoutPart } from './payout-events.ts';

/**
 * Takes back what a router of V6.1 says to have failed in the same transaction. A payment that failed went back to the vault: a fault. A
 * swap that failed (it repeats the payout's memo) paid its input to the receiver.
 */
export function settleFailures(drafts: readonly Draft[]): readonly Draft[] {
  const parts = drafts.map((draft) => (draft.kind === 'leg' ? (draft.part as PayoutPart | undefined) : undefined));
  const failures = parts.flatMap((part) => (part !== undefined && 'failed' in part ? [part.failed] : []));
  if (failures.length === 0) return drafts;
  const open = new Set(failures);
  const take = (matches: (failed: Payout) => boolean): boolean => {
    const found = [...open].find(matches);
    return found !== undefined && open.delete(found);
  };
  return drafts.flatMap((draft, place): readonly Draft[] => {
    const part = parts[place];
    if (part === undefined || draft.kind !== 'leg') return [draft];
    if ('failed' in part) return [];
    return [settled(draft, part.payout, take)];
  });
}

function settled(
  draft: DraftLeg,
  { vault, to, amount, memo, target }: Payout,
  take: (matches: (failed: Payout) => boolean) => boolean,
): DraftLeg {
  const isIts = (failed: Payout): boolean => failed.vault === vault && failed.to === to && failed.amount === amount;
  const swapFailed = target !== undefined && take((failed) => isIts(failed) && failed.memo === memo && memo !== '');
  const note = 'the swap failed: the receiver got what was to be swapped';
  const noted = swapFailed ? { ...draft, notes: [...(draft.notes ?? []), note] } : draft;
  return take((failed) => isIts(failed) && (failed.memo === '' || failed.memo === memo))
    ? { ...noted, fault: BOUNCED }
    : noted;
}
