import type { Link } from '@fundtrail/bridges';
import { isArrival, isTransit, type LinkId, linkOf, splitAccountId } from '@fundtrail/core';
import type { TrailFlow } from '../trail.ts';

/** A step of a way: one flow, or two that are one crossing, into a transit and out of the arrival of the same link. */
export type TrailStep<F> =
  | { readonly kind: 'flow'; readonly flow: F; readonly at: number }
  | { readonly kind: 'crossing'; readonly link: LinkId; readonly into: F; readonly out: F; readonly at: number };

/** What proves a crossing. */
export type CrossingProof = Pick<Link, 'protocol' | 'key' | 'proof' | 'grade' | 'confidence' | 'notes'>;

/** Joins what crosses chains into one step each; `at` is the place of a step's last flow among those of the way. */
export function trailSteps<F extends Pick<TrailFlow, 'from' | 'to'>>(trail: readonly F[]): readonly TrailStep<F>[] {
  const steps: TrailStep<F>[] = [];
  for (const [at, flow] of trail.entries()) {
    const before = trail[at - 1];
    const arrival = splitAccountId(flow.from).address;
    const link = isArrival(arrival) ? linkOf(arrival) : undefined;
    const into = before !== undefined && isTransit(splitAccountId(before.to).address) ? before : undefined;
    if (link === undefined || into === undefined) {
      steps.push({ kind: 'flow', flow, at });
      continue;
    }
    steps.pop();
    steps.push({ kind: 'crossing', link, into, out: flow, at });
  }
  return steps;
}
