import type { PlacedLeg } from './link.ts';
import { sentAndBack } from './shares.ts';

/** What two sides that one key joins say differently: recorded and shown, no reason to part them. */
export function disagreements(sources: readonly PlacedLeg[], arrivals: readonly PlacedLeg[]): readonly string[] {
  const notes: string[] = [];
  const [first] = sources;
  if (first === undefined) return notes;
  const source = first.leg;
  const { sent, back } = sentAndBack(sources, arrivals);
  if (back > sent) notes.push(`more came back than was sent: ${back} of ${sent}`);
  for (const { leg } of arrivals) {
    if (leg.side !== 'destination') continue;
    if (source.toAccount !== undefined && leg.toAccount !== undefined && source.toAccount !== leg.toAccount) {
      notes.push(`sent to ${source.toAccount}, arrived at ${leg.toAccount}`);
    }
  }
  const out = arrivals.filter(({ leg }) => leg.side === 'destination');
  const units = new Set(out.map(({ leg }) => `${leg.chain} ${leg.asset}`));
  if (units.size > 1) notes.push('arrived in several assets: the origin is shared equally among them');
  return [...new Set(notes)];
}
