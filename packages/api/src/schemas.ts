import { POLICIES, TOTAL_KINDS } from '@fundtrail/core';

/** JSON schemas of the API, from which requests are checked and the OpenAPI document is made. */

const amount = { type: 'string', pattern: '^[0-9]+$', description: 'Base units, decimal.' } as const;
const perPolicy = { type: 'object', additionalProperties: amount, description: 'Amount per policy.' } as const;
const nullableText = { type: ['string', 'null'] } as const;

export const seedSchema = {
  oneOf: [
    { type: 'string', description: '<chain>:<tx>, <chain>:<tx>@<account> or <chain>:<address>' },
    {
      type: 'object',
      additionalProperties: false,
      required: ['seed'],
      properties: {
        seed: { type: 'string' },
        from_block: { type: 'integer', minimum: 0 },
        asset: { type: 'string', description: 'native, a contract, or a CAIP-19 id.' },
        amount: { ...amount, description: 'Base units; caps what is taken as stolen.' },
      },
    },
  ],
} as const;

export const newCaseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['seeds'],
  properties: {
    name: { type: 'string', maxLength: 200 },
    reference: { type: 'string', maxLength: 200 },
    seeds: { type: 'array', minItems: 1, maxItems: 10_000, items: seedSchema },
    chain: { type: 'string', description: 'CAIP-2 chain of seeds that do not say theirs.' },
    dataset: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: 'sha256 of a loaded data set; the configured source of the chain when left out.',
    },
    policies: {
      type: 'array',
      minItems: 1,
      items: { enum: POLICIES },
      default: ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first', 'poison'],
    },
    floor: { type: 'string', description: 'Share of the theft, e.g. 1/10000.', default: '1/10000' },
    floor_usd: { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?$' },
    max_hops: { type: 'integer', minimum: 1, default: 40 },
    max_accounts: { type: 'integer', minimum: 1 },
    max_requests: { type: 'integer', minimum: 1 },
    until: { type: 'string', format: 'date-time' },
    follow: { type: 'boolean', default: false },
  },
} as const;

export const seedsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['seeds'],
  properties: { seeds: newCaseSchema.properties.seeds, chain: newCaseSchema.properties.chain },
} as const;

export const caseIdSchema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', description: 'Case id.' } },
} as const;

export const caseSchema = {
  type: 'object',
  required: ['id', 'name', 'status', 'policies', 'limits', 'wave', 'progress', 'coverage', 'counts', 'created_at'],
  additionalProperties: true,
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    reference: nullableText,
    status: { enum: ['open', 'running', 'following', 'paused', 'done', 'cancelled', 'failed'] },
    status_reason: nullableText,
    policies: { type: 'array', items: { enum: POLICIES } },
    wave: { type: 'integer' },
  },
} as const;

export const accountSchema = {
  type: 'object',
  required: [
    'account',
    'asset',
    'hops',
    'first_taint',
    'received',
    'resting',
    'origin_received',
    'origin_resting',
    'terminal',
  ],
  additionalProperties: true,
  properties: {
    account: { type: 'string', description: 'CAIP-10.' },
    asset: { type: 'string', description: 'CAIP-19.' },
    hops: { type: 'integer' },
    received: perPolicy,
    resting: perPolicy,
    origin_received: perPolicy,
    origin_resting: perPolicy,
  },
} as const;

export const taintedPageSchema = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { items: { type: 'array', items: accountSchema }, next_cursor: nullableText },
} as const;

export const taintedQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    policy: { enum: POLICIES },
    chain: { type: 'string' },
    asset: { type: 'string' },
    kind: { enum: TOTAL_KINDS },
    account: { type: 'string', description: 'CAIP-10.' },
    min_origin: amount,
    cursor: { type: 'string' },
    limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
  },
} as const;

export const pathSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['account', 'asset', 'steps'],
    properties: {
      account: { type: 'string' },
      asset: { type: 'string' },
      steps: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
  },
} as const;

export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    field: { type: 'string' },
    remedy: { type: 'string' },
  },
} as const;
