import { sql } from 'kysely';
import type { Executor } from './case-rows.ts';

/** What cases wait for: accounts, transactions and balances whose facts are not there yet. */
export type CaseWaiting = {
  /** Accounts, transactions and balances that still wait for their facts. */
  waiting(caseId: string): Promise<number>;
  /**
   * Those of some items (`eip155:1:0x…`, `tx:eip155:1:0x…`, `balance:eip155:1:0x…/<asset>@<block>`) that still wait, in their
   * order.
   */
  waitingAmong(caseId: string, items: readonly string[]): Promise<readonly string[]>;
};

export function createCaseWaiting(db: Executor): CaseWaiting {
  return {
    waiting: async (caseId) => {
      const { rows } = await sql<{ waiting: number }>`
        select ((select count(*) from cases.accounts where case_id = ${caseId} and state = 'wanted')
          + (select count(*) from cases.transactions where case_id = ${caseId} and state = 'wanted')
          + (select count(*) from cases.balances where case_id = ${caseId} and state = 'wanted'))::integer as waiting`.execute(
        db,
      );
      return rows[0]?.waiting ?? 0;
    },

    waitingAmong: async (caseId, items) => {
      const { rows } = await sql<{ item: string }>`
        select item from (
          select ch.caip2 || ':0x' || encode(a.address, 'hex') as item
          from cases.accounts a join facts.chains ch on ch.id = a.chain_id where a.case_id = ${caseId} and a.state = 'wanted'
          union all
          select 'tx:' || ch.caip2 || ':0x' || encode(t.tx_hash, 'hex')
          from cases.transactions t join facts.chains ch on ch.id = t.chain_id where t.case_id = ${caseId} and t.state = 'wanted'
          union all
          select 'balance:' || ch.caip2 || ':0x' || encode(b.address, 'hex') || '/' ||
            case when length(b.asset) = 0 then 'native' else '0x' || encode(b.asset, 'hex') end || '@' || b.block
          from cases.balances b join facts.chains ch on ch.id = b.chain_id where b.case_id = ${caseId} and b.state = 'wanted'
        ) waiting where item = any(${[...items]}::text[])`.execute(db);
      const waiting = new Set(rows.map((row) => row.item));
      return items.filter((item) => waiting.has(item));
    },
  };
}
