import type { ColumnType } from 'kysely';
import type { Amount, CreatedAt, Generated, Json, MaybeJson, MaybeTime } from './columns.ts';

/** Tables of schema `cases`: what people asked for and how far the work is. */
export type CasesSchema = {
  'cases.cases': {
    id: string;
    name: string;
    reference: string | null;
    status: string;
    status_reason: string | null;
    space_id: number;
    source: Json<unknown>;
    policies: string[];
    limits: Json<unknown>;
    floors: MaybeJson<Record<string, string>>;
    wave: Generated<number>;
    opening_unknown: Generated<number>;
    fence: Generated<number>;
    follow: Generated<boolean>;
    counts: ColumnType<unknown, string | undefined, string>;
    created_at: CreatedAt;
    started_at: MaybeTime;
    finished_at: MaybeTime;
  };
  'cases.case_label_sets': { case_id: string; set_id: number };
  'cases.seeds': {
    case_id: string;
    seq: number;
    kind: string;
    chain_id: number;
    tx_hash: Buffer | null;
    address: Buffer | null;
    asset: Buffer | null;
    amount: Amount | null;
    from_block: number | null;
    added_at: CreatedAt;
  };
  'cases.accounts': {
    case_id: string;
    chain_id: number;
    address: Buffer;
    wave: number;
    state: string;
    reason: string | null;
    attempts: Generated<number>;
    first_block: number | null;
  };
  'cases.balances': {
    case_id: string;
    chain_id: number;
    address: Buffer;
    asset: Buffer;
    block: number;
    wave: number;
    state: string;
    reason: string | null;
  };
  'cases.links': {
    case_id: string;
    protocol: string;
    key: string;
    wave: number;
    state: string;
    reason: string | null;
    attempts: Generated<number>;
    searched: Json<Readonly<Record<string, number>>>;
    next_at: Date | null;
  };
  'cases.transactions': {
    case_id: string;
    chain_id: number;
    tx_hash: Buffer;
    wave: number;
    state: string;
    reason: string | null;
  };
};
