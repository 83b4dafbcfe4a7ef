import type { ExplorerFault, ExplorerFaultRule } from '@fundtrail/testkit';
import { createRandom, numberOf } from '@fundtrail/testkit';

const KINDS: readonly ExplorerFault[] = [
  { kind: 'rate_limit' },
  { kind: 'http', status: 429, retryAfterSeconds: 1 },
  { kind: 'http', status: 500 },
  { kind: 'http', status: 503 },
  { kind: 'html' },
  { kind: 'cut' },
  { kind: 'reset' },
  { kind: 'error', text: 'Query Timeout occured. Please select a smaller result dataset' },
];

export type FaultsSeen = { readonly rule: ExplorerFaultRule; readonly seen: ReadonlyMap<string, number> };

/**
 * Lets some questions fail once or twice, in all the ways that pass, before they are answered. Which ones depends on the
 * seed and the question alone, not on the order in which processes happen to ask.
 */
export function passingFaults(seed: number, share: number): FaultsSeen {
  const asked = new Map<string, number>();
  const seen = new Map<string, number>();
  return {
    seen,
    rule: ({ action, address, parameters }) => {
      const question = `${action} ${address} ${parameters.get('startblock')} ${parameters.get('page')}`;
      const before = asked.get(question) ?? 0;
      asked.set(question, before + 1);
      const random = createRandom(numberOf(`${seed} ${question}`));
      if (!random.chance(share) || before >= random.between(1, 2)) return undefined;
      const fault = before === 0 ? random.pick(KINDS) : [...KINDS].reverse()[random.between(0, KINDS.length - 1)];
      if (fault !== undefined) seen.set(fault.kind, (seen.get(fault.kind) ?? 0) + 1);
      return fault;
    },
  };
}
