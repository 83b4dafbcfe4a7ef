import type { Amount, CreatedAt, Generated, Identity, Json, MaybeJson, MaybeTime } from './columns.ts';

/** Tables of schema `facts`: what was read from chains, never changed. Addresses and hashes are bytes. */
export type FactsSchema = {
  'facts.spaces': { id: Identity; name: string };
  'facts.chains': { id: Identity; caip2: string; slip44: number };
  'facts.blocks': {
    space_id: number;
    chain_id: number;
    number: number;
    hash: Buffer;
    parent_hash: Buffer | null;
    time: number;
    canonical: boolean;
  };
  'facts.transactions': {
    space_id: number;
    chain_id: number;
    hash: Buffer;
    block: number;
    tx_index: number;
    time: number;
    block_hash: Buffer | null;
    sender: Buffer | null;
    success: boolean;
    internal_whole: boolean;
    token_whole: boolean;
  };
  'facts.legs': {
    space_id: number;
    chain_id: number;
    tx_hash: Buffer;
    leg_id: string;
    position: number;
    kind: number;
    whole: boolean;
    from_address: Buffer;
    to_address: Buffer;
    asset: Buffer;
    amount: Amount;
    block: number;
    owner: Buffer | null;
  };
  'facts.pending': {
    chain_id: number;
    source: string;
    coin: Buffer;
    tx_hash: Buffer;
    outputs: Json<unknown>;
    first_seen_at: CreatedAt;
  };
  'facts.coverage': {
    space_id: number;
    chain_id: number;
    address: Buffer;
    source: string;
    kind: string;
    /** int8multirange, as PostgreSQL writes it. */
    complete: string;
    provisional_from: number | null;
    lacks_status: string | null;
    lacks_from: number | null;
    lacks_to: number | null;
    lacks_reason: string | null;
    seen_at: CreatedAt;
  };
  'facts.follows': {
    chain_id: number;
    source: string;
    kinds: string[];
    first_block: number | null;
    block: number | null;
    block_hash: Buffer | null;
    block_time: number | null;
    head: number | null;
    head_time: number | null;
    finalized: number | null;
    seen_at: MaybeTime;
    halted: string | null;
    reorgs: Generated<number>;
    leader: string | null;
    lease_until: MaybeTime;
    fence: Generated<number>;
  };
  'facts.watches': {
    chain_id: number;
    address: Buffer;
    source: string;
    seq: Identity;
  };
  'facts.placements': { chain_id: number; source: string; up_to_seq: number; since_block: number };
  'facts.orphans': {
    id: Identity;
    space_id: number;
    chain_id: number;
    hash: Buffer;
    block: number;
    block_hash: Buffer | null;
    fact: Json<unknown>;
    reason: string;
    orphaned_at: CreatedAt;
  };
  'facts.balances': {
    space_id: number;
    chain_id: number;
    address: Buffer;
    asset: Buffer;
    block: number;
    amount: Amount;
    source: string;
  };
  'facts.nft_transfers': {
    space_id: number;
    chain_id: number;
    tx_hash: Buffer;
    transfer_id: string;
    standard: string;
    contract: Buffer;
    token_id: Amount;
    quantity: Amount;
    from_address: Buffer;
    to_address: Buffer;
    block: number;
  };
  'facts.receipts': {
    space_id: number;
    chain_id: number;
    tx_hash: Buffer;
    to_address: Buffer;
    input: Buffer | null;
    logs: MaybeJson<unknown>;
  };
  'facts.protocol_answers': {
    sha256: string;
    protocol: string;
    name: string;
    url: string;
    body: Buffer;
    fetched_at: CreatedAt;
  };
  'facts.bridge_legs': {
    space_id: number;
    chain_id: number;
    tx_hash: Buffer;
    protocol: string;
    side: string;
    evidence: string;
    leg_index: number;
    key: string | null;
    proof: string;
    from_chain: string | null;
    from_account: string | null;
    to_chain: string | null;
    to_account: string | null;
    asset: Buffer | null;
    amount: Amount | null;
    custody: Buffer[];
    legs: string[] | null;
    to_asset: string | null;
    min_out: Amount | null;
    memo: string | null;
    expires: string | null;
    fee: Amount | null;
    via: string[];
    fault: string | null;
    notes: string[];
    answer_sha256: string | null;
  };
  'facts.link_candidates': {
    space_id: number;
    source_chain_id: number;
    source_tx: Buffer;
    source_protocol: string;
    source_evidence: string;
    source_index: number;
    destination_chain_id: number;
    destination_tx: Buffer;
    destination_protocol: string;
    destination_evidence: string;
    destination_index: number;
    score: number;
    reasons: Json<unknown>;
  };
  'facts.protocol_accounts': {
    space_id: number;
    protocol: string;
    chain_id: number;
    address: Buffer;
    role: string;
    source: string;
    from_time: number | null;
    until_time: number | null;
  };
  'facts.source_traits': { source: string; trait: string; value: string; seen_at: CreatedAt };
  'facts.disputes': {
    id: Identity;
    chain_id: number;
    subject: string;
    about: Buffer | null;
    answers: Json<unknown>;
    taken: string | null;
    times: Generated<number>;
    first_at: CreatedAt;
    last_at: CreatedAt;
  };
  'facts.contracts': {
    space_id: number;
    chain_id: number;
    address: Buffer;
    seen_in: Buffer;
    is_contract: boolean;
    source: string;
  };
  'facts.heads': {
    space_id: number;
    source: string;
    chain_id: number;
    block: number;
    time: number;
    seen_at: CreatedAt;
  };
  'facts.source_gaps': { space_id: number; source: string; question: string; reason: string; seen_at: CreatedAt };
  'facts.datasets': { sha256: string; name: string; report: Json<unknown>; loaded_at: MaybeTime };
  'facts.prices': { asset: string; time: number; usd: string; source: string };
  'facts.label_sets': { id: Identity; name: string; version: Generated<number> };
  'facts.labels': {
    set_id: number;
    chain_id: number;
    address: Buffer;
    entity: string;
    category: string;
    confidence: number;
    source: string;
    imported_at: CreatedAt;
  };
};
