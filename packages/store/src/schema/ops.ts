import type { CreatedAt, Generated, Json, MaybeTime } from './columns.ts';

/** Tables of schema `ops`: the machinery of running. */
export type OpsSchema = {
  'ops.outbox': {
    id: string;
    case_id: string | null;
    type: string;
    dedupe_key: string;
    body: Json<unknown>;
    created_at: CreatedAt;
  };
  'ops.endpoints': {
    id: string;
    url: string;
    secret: Buffer;
    types: string[];
    created_at: CreatedAt;
    disabled_at: MaybeTime;
    disabled_reason: string | null;
  };
  'ops.alerts': {
    id: string;
    case_id: string;
    key: string;
    state: string;
    revision: number;
    chain_id: number;
    account: string;
    tx_hash: Buffer;
    block: number;
    told: string | null;
    deposit: Json<unknown>;
    updated_at: CreatedAt;
  };
  'ops.deliveries': {
    outbox_id: string;
    endpoint_id: string;
    state: string;
    attempts: Generated<number>;
    next_at: CreatedAt;
    delivered_at: MaybeTime;
  };
  'ops.delivery_attempts': {
    outbox_id: string;
    endpoint_id: string;
    attempt: number;
    at: CreatedAt;
    status: number | null;
    duration_ms: number;
    error: string | null;
  };
  'ops.api_keys': {
    id: string;
    name: string;
    hash: Buffer;
    created_at: CreatedAt;
    last_used_at: MaybeTime;
    revoked_at: MaybeTime;
  };
  'ops.rate_buckets': {
    key: string;
    tokens: number;
    filled_at: CreatedAt;
    factor: Generated<number>;
    paused_until: MaybeTime;
  };
  'ops.answers': { key: string; body: Buffer; packed: Generated<boolean>; stored_at: CreatedAt };
};
