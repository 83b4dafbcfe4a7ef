import type { AccountId, ChainId, Hash } from '@fundtrail/core';
import { hashBytes, hashFromBytes } from '@fundtrail/store';
import { sql } from 'kysely';
import { alertId } from '../deposit/deposit-alert.ts';
import type { Queryable } from '../outbox.ts';
import type { AlertState, ToldAlert } from './judge-alerts.ts';

/** An alert as stored, with what its retraction must say. */
export type StoredAlert = ToldAlert & {
  readonly chain: ChainId;
  /** The receiver, CAIP-10 in its stored form. */
  readonly account: AccountId;
  readonly tx: Hash;
  readonly block: number;
  /** As the last event described it. */
  readonly deposit: Readonly<Record<string, unknown>>;
};

/** Every alert of a case, by key; one query. */
export async function readAlerts(db: Queryable, caseId: string): Promise<readonly StoredAlert[]> {
  const { rows } = await sql<{
    key: string;
    state: AlertState;
    revision: number;
    told: string | null;
    chain: string;
    account: string;
    tx_hash: Buffer;
    block: number;
    deposit: Record<string, unknown>;
  }>`
    select a.key, a.state, a.revision, a.told, c.caip2 as chain, a.account, a.tx_hash, a.block, a.deposit
    from ops.alerts a join facts.chains c on c.id = a.chain_id where a.case_id = ${caseId} order by a.key`.execute(db);
  return rows.map(({ tx_hash, ...row }) => ({ ...row, tx: hashFromBytes(tx_hash) }));
}

/** Stores what has just been told, in the transaction that puts the events into the outbox. */
export async function writeAlerts(trx: Queryable, caseId: string, alerts: readonly StoredAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  await sql`
    insert into ops.alerts as a (id, case_id, key, state, revision, chain_id, account, tx_hash, block, told, deposit)
    select n.id, ${caseId}, n.key, n.state, n.revision, c.id, n.account, n.tx_hash, n.block, n.told, n.deposit::jsonb
    from unnest(${alerts.map((alert) => alertId(alert.key))}::text[], ${alerts.map((alert) => alert.key)}::text[],
      ${alerts.map((alert) => alert.state)}::text[], ${alerts.map((alert) => alert.revision)}::integer[],
      ${alerts.map((alert) => alert.chain)}::text[], ${alerts.map((alert) => alert.account)}::text[],
      ${alerts.map((alert) => hashBytes(alert.tx))}::bytea[], ${alerts.map((alert) => alert.block)}::bigint[],
      ${alerts.map((alert) => alert.told)}::text[], ${alerts.map((alert) => JSON.stringify(alert.deposit))}::text[])
      as n (id, key, state, revision, chain, account, tx_hash, block, told, deposit)
    join facts.chains c on c.caip2 = n.chain
    on conflict (key) do update set state = excluded.state, revision = excluded.revision, block = excluded.block,
      told = excluded.told, deposit = excluded.deposit, updated_at = now()`.execute(trx);
}

/** Cases with an alert that waits for its block to become final and whose block now is. */
export async function casesToConfirm(db: Queryable, chain: ChainId, finalized: number): Promise<readonly string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select distinct a.case_id from ops.alerts a
    join facts.chains c on c.id = a.chain_id
    join cases.cases k on k.id = a.case_id and k.status in ('running', 'following')
    where c.caip2 = ${chain} and a.state = 'detected' and a.block <= ${finalized} order by a.case_id`.execute(db);
  return rows.map((row) => row.case_id);
}
