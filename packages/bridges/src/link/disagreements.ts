import type { PlacedLeg } from './link.ts';

/** What two sides that one key joins say differently: recorded and shown, no reason to part them. */
export function disagreements(sources: readonly PlacedLeg[], arrivals: readonly PlacedLeg[]): readonly string[] {
  const notes: string[] = [];
  const [first] = sources;
  if (first === undefined) return notes;
  const source = first.leg;
  const back = arrivals.filter(
    ({ leg }) => leg.side === 'refund' && leg.chain === source.chain && leg.asset === source.asset,
  );
  const sent = sources.reduce((sum, { leg }) => sum + (leg.amount ?? 0n), 0n);
  const came = back.reduce((sum, { leg }) => sum + (leg.amount ?? 0n), 0n);
  if (came > sent) notes.push(`more came back than was sent: ${came} of ${sent}`);
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
