import { CROSSING_STATES } from './components.ts';
import { component, type Operation, type Schema } from './operation.ts';

const MAX_PAGE = 1_000;
const ID = { id: 'Id of the case.' } as const;
const HOLDER =
  'CAIP-10; on UTXO chains also an output, <chain>:<transaction>:<place>, or a CoinJoin, <chain>:<transaction>.';
const CASE_IS = { description: 'The case as it is now.', schema: component('Case') } as const;

const pageQuery: Readonly<Record<string, Schema>> = {
  cursor: { type: 'string', maxLength: 500, description: '`next_cursor` of the page before.' },
  limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 100 },
};

/** Everything the API can be asked; routes and the OpenAPI document are both made from it. */
export const OPERATIONS = [
  {
    operationId: 'createCase',
    method: 'post',
    path: '/v1/cases',
    tag: 'cases',
    summary: 'Start a case',
    body: component('NewCase'),
    success: {
      status: 201,
      description: 'The case; it is being traced.',
      schema: component('Case'),
      headers: { location: 'Where the case is.' },
    },
    problems: [502],
  },
  {
    operationId: 'listCases',
    method: 'get',
    path: '/v1/cases',
    tag: 'cases',
    summary: 'All cases, oldest first, page by page',
    query: pageQuery,
    success: { status: 200, description: 'A page of cases.', schema: component('CasePage') },
  },
  {
    operationId: 'getCase',
    method: 'get',
    path: '/v1/cases/{id}',
    tag: 'cases',
    summary: 'One case',
    params: ID,
    success: { status: 200, ...CASE_IS },
    problems: [404],
  },
  {
    operationId: 'addSeeds',
    method: 'post',
    path: '/v1/cases/{id}/seeds',
    tag: 'cases',
    summary: 'Add seeds to a case, which then goes on',
    params: ID,
    body: component('NewSeeds'),
    success: { status: 202, ...CASE_IS },
    problems: [404, 409, 502],
  },
  {
    operationId: 'pauseCase',
    method: 'post',
    path: '/v1/cases/{id}/pause',
    tag: 'cases',
    summary: 'Pause a case',
    params: ID,
    success: { status: 200, ...CASE_IS },
    problems: [404, 409],
  },
  {
    operationId: 'resumeCase',
    method: 'post',
    path: '/v1/cases/{id}/resume',
    tag: 'cases',
    summary: 'Resume a paused case; accounts that no source could tell are asked for once more',
    params: ID,
    success: { status: 200, ...CASE_IS },
    problems: [404, 409],
  },
  {
    operationId: 'cancelCase',
    method: 'post',
    path: '/v1/cases/{id}/cancel',
    tag: 'cases',
    summary: 'Cancel a case for good; what it found stays',
    params: ID,
    success: { status: 200, ...CASE_IS },
    problems: [404, 409],
  },
  {
    operationId: 'watchCase',
    method: 'get',
    path: '/v1/cases/{id}/events',
    tag: 'cases',
    summary: 'Progress as server-sent events',
    description:
      'An event `progress` at once and at every change, its data a `CaseProgress`; an event `end` when the case rests. ' +
      'A stream that ends without it was cut: connect again, nothing is lost.',
    params: ID,
    success: {
      status: 200,
      description: 'A stream of events.',
      contentType: 'text/event-stream',
      schema: { type: 'string', description: 'Events `progress` and `end`.' },
    },
    problems: [404, 503],
  },
  {
    operationId: 'listTainted',
    method: 'get',
    path: '/v1/cases/{id}/tainted',
    tag: 'results',
    summary: 'Tainted accounts, fewest hops first, page by page',
    params: ID,
    query: {
      policy: { ...component('Policy'), description: 'Whose amounts `min_origin` is compared with; the lead policy.' },
      chain: { type: 'string', maxLength: 50, description: 'CAIP-2.' },
      asset: { type: 'string', maxLength: 250, description: 'native, a contract, or a CAIP-19 id.' },
      kind: { ...component('TerminalKind'), description: 'Where the trail ends.' },
      account: { type: 'string', maxLength: 250, description: HOLDER },
      min_origin: {
        type: 'string',
        maxLength: 100,
        description: 'Only accounts that received at least this much of what was stolen; base units.',
      },
      ...pageQuery,
    },
    success: { status: 200, description: 'A page of accounts.', schema: component('TaintedPage') },
    problems: [404],
  },
  {
    operationId: 'getPath',
    method: 'get',
    path: '/v1/cases/{id}/path/{account}',
    tag: 'results',
    summary: 'The way from a seed to an account, hop by hop',
    params: { ...ID, account: HOLDER },
    success: {
      status: 200,
      description: 'One way per asset that the account received.',
      schema: { type: 'array', items: component('Path') },
    },
    problems: [404],
  },
  {
    operationId: 'listCrossings',
    method: 'get',
    path: '/v1/cases/{id}/crossings',
    tag: 'results',
    summary: 'Stolen money that left for another chain: where it arrived, or for how long it is awaited',
    params: ID,
    query: { state: { enum: [...CROSSING_STATES], description: 'Only those of one state.' } },
    success: {
      status: 200,
      description:
        'One per arrival, and one per movement of which nothing has arrived, in the order in which they left.',
      schema: { type: 'array', items: component('CrossingRow') },
    },
    problems: [404],
  },
  {
    operationId: 'getResult',
    method: 'get',
    path: '/v1/cases/{id}/result',
    tag: 'results',
    summary: 'The whole result so far, as `fundtrail trace --json` prints it',
    params: ID,
    success: { status: 200, description: 'The result.', schema: component('TraceResult') },
    problems: [404],
  },
  {
    operationId: 'listChains',
    method: 'get',
    path: '/v1/chains',
    tag: 'service',
    summary: 'How far each followed chain is, and whether one is halted',
    success: {
      status: 200,
      description: 'One per chain and source, by chain.',
      schema: { type: 'array', items: component('FollowedChain') },
    },
  },
  {
    operationId: 'getHealth',
    method: 'get',
    path: '/healthz',
    tag: 'service',
    summary: 'Whether the API and its database answer',
    success: {
      status: 200,
      description: 'Both do.',
      schema: {
        type: 'object',
        additionalProperties: false,
        required: ['status'],
        properties: { status: { enum: ['ok'] } },
      },
    },
    open: true,
  },
  {
    operationId: 'getDescription',
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    summary: 'This document',
    success: { status: 200, description: 'OpenAPI 3.1.', schema: { type: 'object' } },
    open: true,
  },
] as const satisfies readonly Operation[];

export type OperationId = (typeof OPERATIONS)[number]['operationId'];
