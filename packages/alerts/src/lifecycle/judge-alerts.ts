import type { Deposit } from '../deposit/find-deposits.ts';

/** - `detected`: seen, its block may still be taken back. - `confirmed`: its block is final. - `retracted`: it does not hold. */
export type AlertState = 'detected' | 'confirmed' | 'retracted';

/** What was told of an alert last. */
export type ToldAlert = {
  readonly key: string;
  readonly state: AlertState;
  readonly revision: number;
  /** Digest of what was said of the deposit; null where it is not known any more, and then nothing counts as changed. */
  readonly told: string | null;
};

/** A deposit that the replay shows now. */
export type ShownDeposit = {
  readonly key: string;
  readonly deposit: Deposit;
  /** Digest of what would be said of it. */
  readonly says: string;
  readonly final: boolean;
};

/** One event to send, and the state after it. */
export type AlertStep<A, D> =
  | { readonly event: 'detected' | 'confirmed'; readonly shown: D; readonly revision: number }
  | { readonly event: 'retracted'; readonly alert: A; readonly revision: number };

/**
 * What must be told so that receivers know what holds now: a deposit is detected at first sight, also after it was
 * retracted, and whenever other things are said of it; it is confirmed once its block is final; one that is not shown any
 * more is retracted. Each event of an alert has the next revision. Told twice, the second time says nothing.
 */
export function judgeAlerts<A extends ToldAlert, D extends ShownDeposit>(
  told: readonly A[],
  shown: readonly D[],
): readonly AlertStep<A, D>[] {
  const toldByKey = new Map(told.map((alert) => [alert.key, alert]));
  const shownKeys = new Set(shown.map((deposit) => deposit.key));
  const steps: AlertStep<A, D>[] = [];
  for (const deposit of shown) {
    const before = toldByKey.get(deposit.key);
    let revision = before?.revision ?? 0;
    let state = before?.state;
    const news =
      before === undefined || state === 'retracted' || (before.told !== null && before.told !== deposit.says);
    if (news) {
      revision += 1;
      state = 'detected';
      steps.push({ event: 'detected', shown: deposit, revision });
    }
    if (deposit.final && state !== 'confirmed')
      steps.push({ event: 'confirmed', shown: deposit, revision: revision + 1 });
  }
  for (const alert of told) {
    if (alert.state !== 'retracted' && !shownKeys.has(alert.key))
      steps.push({ event: 'retracted', alert, revision: alert.revision + 1 });
  }
  return steps;
}
