import type { ChainId, Hash } from '@fundtrail/core';
import { sql } from 'kysely';
import { hashBytes, hashFromBytes } from '../bytes.ts';
import type { Keys } from '../keys.ts';
import type { Executor, TransactionState, WholeTransaction } from './case-rows.ts';

/** Transactions that cases want to know whole. */
export type CaseTransactions = {
  transactions(caseId: string): Promise<readonly (WholeTransaction & { readonly wave: number })[]>;
  wantTransactions(
    trx: Executor,
    caseId: string,
    wave: number,
    transactions: readonly { chain: ChainId; hash: Hash }[],
  ): Promise<void>;
  setTransactions(caseId: string, transactions: readonly WholeTransaction[]): Promise<void>;
};

export function createCaseTransactions(db: Executor, keys: Keys): CaseTransactions {
  return {
    transactions: async (caseId) => {
      const { rows } = await sql<{
        chain: string;
        tx_hash: Buffer;
        wave: number;
        state: TransactionState;
        reason: string | null;
      }>`
        select ch.caip2 as chain, t.tx_hash, t.wave, t.state, t.reason
        from cases.transactions t join facts.chains ch on ch.id = t.chain_id
        where t.case_id = ${caseId} order by t.wave, ch.caip2, t.tx_hash`.execute(db);
      return rows.map((row) => ({
        chain: row.chain,
        hash: hashFromBytes(row.tx_hash),
        wave: row.wave,
        state: row.state,
        reason: row.reason,
      }));
    },

    wantTransactions: async (trx, caseId, wave, transactions) => {
      if (transactions.length === 0) return;
      await keys.chainKeys(transactions.map((entry) => entry.chain));
      await sql`
        insert into cases.transactions (case_id, chain_id, tx_hash, wave, state)
        select ${caseId}, ch.id, n.hash, ${wave}, 'wanted'
        from unnest(${transactions.map((entry) => entry.chain)}::text[], ${transactions.map((entry) => hashBytes(entry.hash))}::bytea[]) as n (chain, hash)
        join facts.chains ch on ch.caip2 = n.chain
        on conflict do nothing`.execute(trx);
    },

    setTransactions: async (caseId, transactions) => {
      if (transactions.length === 0) return;
      await sql`
        update cases.transactions t set state = n.state, reason = n.reason
        from unnest(${transactions.map((entry) => entry.chain)}::text[], ${transactions.map((entry) => hashBytes(entry.hash))}::bytea[],
          ${transactions.map((entry) => entry.state)}::text[], ${transactions.map((entry) => entry.reason)}::text[]) as n (chain, hash, state, reason)
        join facts.chains ch on ch.caip2 = n.chain
        where t.case_id = ${caseId} and t.chain_id = ch.id and t.tx_hash = n.hash`.execute(db);
    },
  };
}
