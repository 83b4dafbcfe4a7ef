import type { BlockWatch } from './block-watch.ts';
import { depositOf } from './deposit-event.ts';
import type { Alert } from './receiver.ts';

/** How long alerts took, from the moment their deposit's block was on the chain to their arrival. */
export type Latency = {
  /** Milliseconds; undefined for what is no alert of a deposit, or whose block was not seen. */
  of(alert: Alert): number | undefined;
  readonly medianMs: number | undefined;
  readonly longestMs: number | undefined;
  readonly text: string;
};

export function measureLatency(alerts: readonly Alert[], blocks: BlockWatch): Latency {
  const of = (alert: Alert): number | undefined => {
    const deposit = alert.verification.ok ? depositOf(alert.verification.event) : undefined;
    const seen = deposit === undefined ? undefined : blocks.seenAt(deposit.deposit.block_number);
    return seen === undefined ? undefined : alert.receivedAt - seen;
  };
  const sorted = alerts.flatMap((alert) => of(alert) ?? []).sort((a, b) => a - b);
  const medianMs = sorted[Math.floor((sorted.length - 1) / 2)];
  const longestMs = sorted.at(-1);
  const text =
    medianMs === undefined || longestMs === undefined
      ? 'No alert can be timed.'
      : `From the deposit's block to the alert: ${seconds(medianMs)} (median of ${sorted.length}), ${seconds(longestMs)} at most.`;
  return { of, medianMs, longestMs, text };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
