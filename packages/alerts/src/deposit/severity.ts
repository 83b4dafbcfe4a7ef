export type Severity = 'severe' | 'high' | 'medium' | 'low';

const LEVELS: readonly Severity[] = ['low', 'medium', 'high', 'severe'];
/** From which share of the deposit on (parts per million) it is at least this severe. */
const SHARE_PPM: readonly (readonly [number, Severity])[] = [
  [500_000, 'severe'],
  [100_000, 'high'],
  [10_000, 'medium'],
  [0, 'low'],
];
/** Labels below this confidence say that the receiver may be somebody else (TagPack: service_api, forensic investigation). */
const SURE_LABEL = 70;

/**
 * How urgent a deposit is, with the reasons. The tainted share of the deposit under the leading policy gives the level;
 * money straight from a seed raises it by one; a doubtful step of the path or a doubtful label lowers it by one each.
 */
export function rateDeposit(facts: {
  readonly sharePpm: number;
  readonly hops: number;
  readonly lowConfidence: boolean;
  readonly labelConfidence: number;
}): { readonly severity: Severity; readonly reasons: readonly string[] } {
  const base = SHARE_PPM.find(([from]) => facts.sharePpm >= from)?.[1] ?? 'low';
  const reasons = [`${formatPpm(facts.sharePpm)} % of the deposit is tainted`];
  let level = LEVELS.indexOf(base);
  if (facts.hops <= 1) {
    level++;
    reasons.push('it comes straight from a seed');
  } else {
    reasons.push(`${facts.hops} hops from a seed`);
  }
  if (facts.lowConfidence) {
    level--;
    reasons.push('the path holds a conversion whose split is uncertain');
  }
  if (facts.labelConfidence < SURE_LABEL) {
    level--;
    reasons.push(`the receiver's label has confidence ${facts.labelConfidence} of 100`);
  }
  const severity = LEVELS[Math.min(Math.max(level, 0), LEVELS.length - 1)] ?? 'low';
  return { severity, reasons };
}

function formatPpm(ppm: number): string {
  return (ppm / 10_000).toFixed(2);
}
