import type { Amount, Amounts, Json } from './columns.ts';

/** Tables of schema `derived`: computed from facts and cases, can be dropped and rebuilt. */
export type DerivedSchema = {
  'derived.units': { case_id: string; unit: number; asset: string };
  'derived.accounts': {
    case_id: string;
    chain_id: number;
    address: Buffer;
    asset: Buffer;
    hops: number;
    first_block: number;
    first_time: number;
    first_tx: Buffer;
    terminal_kind: string | null;
    terminal_entity: string | null;
    terminal_reason: string | null;
    gap: Amount | null;
    owner: string | null;
    spent_by: Buffer | null;
  };
  'derived.ledger': {
    case_id: string;
    policy: string;
    chain_id: number;
    address: Buffer;
    asset: Buffer;
    received: Amount;
    resting: Amount;
    origin_received: Amounts;
    origin_resting: Amounts;
  };
  'derived.flows': {
    case_id: string;
    chain_id: number;
    tx_hash: Buffer;
    flow_index: number;
    block: number;
    tx_index: number;
    time: number;
    from_address: Buffer;
    to_address: Buffer;
    asset: Buffer;
    amount: Amount;
    tainted: Amounts;
    origin: Amounts;
    legs: string[];
    low_confidence: boolean;
    from_owner: string | null;
    to_owner: string | null;
  };
  'derived.crossings': {
    case_id: string;
    protocol: string;
    key: string;
    ordinal: number;
    proof: string;
    grade: string;
    confidence: number;
    state: string;
    source_chain: string;
    source_tx: string;
    source_account: string | null;
    source_owner: string | null;
    source_asset: string | null;
    source_amount: Amount | null;
    destination_chain: string | null;
    destination_tx: string | null;
    destination_account: string | null;
    destination_owner: string | null;
    destination_asset: string | null;
    destination_amount: Amount | null;
    tainted: Amounts;
    origin: Amounts;
    first_time: number;
    reason: string | null;
    notes: Json<unknown>;
  };
  'derived.totals': {
    case_id: string;
    policy: string;
    kind: string;
    measure: string;
    asset: string;
    amount: Amount;
  };
  'derived.watches': { case_id: string; chain_id: number; address: Buffer; since_block: number };
};
