import type { Harness } from '../harness.ts';

/** What was told of a deposit last; `tx` as it is shown, `amount` in base units. */
export type ShownAlert = {
  readonly state: 'detected' | 'confirmed' | 'retracted';
  readonly tx: string;
  readonly block: number;
  readonly amount: string;
};

/** Why a deposit was taken back, and of which transaction it was. */
export type ShownRetraction = { readonly tx: string; readonly reason: string };

/** The alerts of a case as they stand, by transaction; and every retraction that was ever told. */
export async function alertsOf(
  { database }: Pick<Harness, 'database'>,
  id: string,
): Promise<{ readonly alerts: readonly ShownAlert[]; readonly retractions: readonly ShownRetraction[] }> {
  const { rows: alerts } = await database.pool.query<ShownAlert>(
    `select state, encode(tx_hash, 'hex') as tx, block, deposit -> 'amount' ->> 'raw' as amount from ops.alerts
     where case_id = $1 order by tx`,
    [id],
  );
  const { rows: retractions } = await database.pool.query<ShownRetraction>(
    `select body -> 'data' -> 'deposit' ->> 'tx_hash' as tx, body -> 'data' -> 'reason' ->> 'id' as reason from ops.outbox
     where case_id = $1 and type = 'org.fundtrail.deposit.retracted' order by created_at, id`,
    [id],
  );
  return { alerts, retractions };
}
