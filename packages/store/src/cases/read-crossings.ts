import { sql } from 'kysely';
import type { Executor } from './case-rows.ts';
import type { CrossingEnd, CrossingState, DerivedCrossing } from './derived-rows.ts';

/** Cross-chain movements of a case in the order in which they left, each with its arrivals in order. */
export async function readCrossings(
  db: Executor,
  caseId: string,
  filter: { readonly state?: CrossingState } = {},
): Promise<readonly DerivedCrossing[]> {
  const { rows } = await sql<CrossingRecord>`
    select protocol, key, ordinal, proof, grade, confidence, state, first_time, tainted::text[], origin::text[], reason, notes,
      source_chain, source_tx, source_account, source_asset, source_amount::text,
      destination_chain, destination_tx, destination_account, destination_asset, destination_amount::text
    from derived.crossings
    where case_id = ${caseId} and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
    order by first_time, protocol collate "C", key collate "C", ordinal`.execute(db);
  return rows.map((row) => ({
    protocol: row.protocol,
    key: row.key,
    ordinal: row.ordinal,
    proof: row.proof,
    grade: row.grade,
    confidence: row.confidence,
    state: row.state,
    source: endOf(row.source_chain, row.source_tx, row.source_account, row.source_asset, row.source_amount),
    destination:
      row.destination_chain === null || row.destination_tx === null
        ? null
        : endOf(
            row.destination_chain,
            row.destination_tx,
            row.destination_account,
            row.destination_asset,
            row.destination_amount,
          ),
    tainted: row.tainted.map(BigInt),
    origin: row.origin.map(BigInt),
    firstTime: row.first_time,
    reason: row.reason,
    notes: row.notes,
  }));
}

function endOf(
  chain: string,
  tx: string,
  account: string | null,
  asset: string | null,
  amount: string | null,
): CrossingEnd {
  return { chain, tx, account, asset, amount: amount === null ? null : BigInt(amount) };
}

type CrossingRecord = {
  protocol: string;
  key: string;
  ordinal: number;
  proof: DerivedCrossing['proof'];
  grade: DerivedCrossing['grade'];
  confidence: number;
  state: CrossingState;
  first_time: number;
  tainted: string[];
  origin: string[];
  reason: string | null;
  notes: string[];
  source_chain: string;
  source_tx: string;
  source_account: string | null;
  source_asset: string | null;
  source_amount: string | null;
  destination_chain: string | null;
  destination_tx: string | null;
  destination_account: string | null;
  destination_asset: string | null;
  destination_amount: string | null;
};
