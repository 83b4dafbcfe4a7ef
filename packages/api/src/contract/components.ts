import { ACCOUNT_POLICIES, formatShare, TERMINAL_KINDS, TRANSFER_KINDS, UTXO_POLICIES } from '@fundtrail/core';
import { DEFAULT_LIMITS, DEFAULT_UTXO_HOPS, traceResultSchema } from '@fundtrail/tracer';
import { object } from './object-schema.ts';
import { component, type Schema } from './operation.ts';
import { READING_COMPONENTS } from './reading-components.ts';

/** As many seeds as fit into one request with room to spare. */
const MAX_SEEDS = 10_000;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;
/** PostgreSQL has no text with a NUL in it, and nobody names a case with a line feed. */
const ONE_LINE = '^[^\\u0000-\\u001f\\u007f]*$';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const timestamp = { type: 'string', format: 'date-time' } as const;
const nullableText = { type: ['string', 'null'] } as const;

const seed = object(
  {
    seed: {
      type: 'string',
      maxLength: 250,
      description: '<chain>:<tx>, <chain>:<tx>@<account>, <chain>:<tx>:<output> (UTXO chains) or <chain>:<address>.',
    },
    from_block: { type: 'integer', minimum: 0, description: 'Accounts only: from this block on; 0 when left out.' },
    asset: { type: 'string', maxLength: 250, description: 'Accounts only: native, a contract, or a CAIP-19 id.' },
    amount: {
      type: 'string',
      maxLength: 100,
      description: 'Accounts only: base units, decimal; at most this much is taken as stolen.',
    },
  },
  ['seed'],
  'One seed with what its text leaves open.',
);

const seeds = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_SEEDS,
  items: {
    oneOf: [
      {
        type: 'string',
        maxLength: 250,
        description: '<chain>:<tx>, <chain>:<tx>@<account>, <chain>:<tx>:<output> or <chain>:<address>',
      },
      component('NewSeed'),
    ],
  },
  description: 'Where tracing starts.',
} as const;

const chain = { type: 'string', description: 'CAIP-2 chain of seeds that do not say theirs.' } as const;

const newCase = object(
  {
    name: { type: 'string', minLength: 1, maxLength: 200, pattern: ONE_LINE },
    reference: { type: 'string', maxLength: 200, pattern: ONE_LINE, description: 'Of an investigation.' },
    seeds,
    chain,
    dataset: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: 'sha256 of a loaded data set; the configured source of the chain when left out.',
    },
    policies: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: component('Policy'),
      description:
        'The first leads: it decides which accounts are opened. Poison cannot lead. ' +
        `When left out: ${ACCOUNT_POLICIES.join(', ')}; on UTXO chains ${UTXO_POLICIES.join(', ')}.`,
    },
    floor: {
      type: 'string',
      maxLength: 100,
      default: formatShare(DEFAULT_LIMITS.floor),
      description: 'Share of the theft below which a receiver is not opened: 0, 1/10000, 0.0001 or 0.01%.',
    },
    floor_usd: {
      type: 'string',
      maxLength: 50,
      pattern: '^(0|[1-9][0-9]*)(\\.[0-9]+)?$',
      description: 'The same in US dollars.',
    },
    max_hops: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_COUNT,
      description:
        'Accounts or outputs this many hops away are not opened. ' +
        `When left out: ${DEFAULT_LIMITS.maxHops}; on UTXO chains ${DEFAULT_UTXO_HOPS}.`,
    },
    max_accounts: limit(1, DEFAULT_LIMITS.maxAccounts, 'Accounts opened at most; null: no limit.'),
    max_requests: limit(0, DEFAULT_LIMITS.maxRequests, 'Requests to the source at most; null: no limit.'),
    until: { type: 'string', format: 'date-time', description: 'Later transactions are left out.' },
    follow: { type: 'boolean', default: false, description: 'Stay at the head of the chain once history is traced.' },
  },
  ['seeds'],
  'A case to start.',
);

const progress = object(
  {
    case_id: text,
    status: { enum: ['open', 'running', 'following', 'paused', 'done', 'cancelled', 'failed'] },
    status_reason: nullableText,
    wave: count,
    accounts_waiting: count,
    accounts_covered: count,
    accounts_unavailable: count,
    requests: count,
    transactions: count,
    flows: count,
    alerts: count,
  },
  'all',
  'How far a case is: the data of a `progress` event.',
);

const pathStep = object(
  {
    n: { type: 'integer', minimum: 1, description: '1 is the step out of the seed.' },
    kind: {
      enum: ['transfer', 'conversion', 'crossing'],
      description: '`crossing`: to another chain; the step says how it arrived, `crossing` how it left.',
    },
    chain: component('Chain'),
    tx: component('Hash'),
    block: count,
    time: component('Time'),
    from: component('AccountId'),
    to: component('AccountId'),
    asset: component('AssetId'),
    amount: component('Amount'),
    tainted: component('PerPolicy'),
    origin: component('PerPolicy'),
    legs: { type: 'array', items: text },
    grade: component('Grade'),
    from_label: nullableText,
    to_label: nullableText,
    from_output: { ...component('OutputId'), description: 'On UTXO chains: the input that brought most of it.' },
    to_output: {
      ...component('OutputId'),
      description: 'On UTXO chains: the output that received it; absent where a CoinJoin swallowed it.',
    },
    crossing: component('Crossing'),
    reading: component('StepReading'),
  },
  [
    ...['n', 'kind', 'chain', 'tx', 'block', 'time', 'from', 'to', 'asset', 'amount', 'tainted', 'origin', 'legs'],
    ...['grade', 'from_label', 'to_label'],
  ],
  'One flow on the way from a seed to an account.',
);

const crossing = object(
  {
    protocol: text,
    key: nullable(text, 'What both sides have in common; null where nothing is known to join it.'),
    class: {
      enum: ['K', 'D', 'A', null],
      description:
        'K: a key on both sides; D: the other side follows from this one; A: the protocol itself says so. Null while nothing arrived.',
    },
    confidence: nullable({ type: 'integer', minimum: 0, maximum: 100 }, '0 to 100; null while nothing arrived.'),
    from_chain: component('Chain'),
    from_tx: component('Hash'),
    from_block: count,
    from_time: component('Time'),
    from_asset: component('AssetId'),
    from_amount: component('Amount'),
    from_tainted: component('PerPolicy'),
    from_legs: { type: 'array', items: text },
    to_chain: nullable(text, 'CAIP-2; null while nothing arrived.'),
    to_tx: nullable(text, 'Null while nothing arrived.'),
    notes: { type: 'array', items: text, description: 'Where the two sides say different things.' },
  },
  'all',
  'How value left for another chain, and what proves that it is what arrived there.',
);

export const CROSSING_STATES = ['pending', 'arrived', 'refunded', 'refused'] as const;

const crossingSide = object(
  {
    chain: { type: 'string', description: 'CAIP-2.' },
    tx: text,
    account: nullable(text, 'CAIP-10 where the chain can be traced, else as it is written there.'),
    asset: nullable(text, 'CAIP-19 where the chain can be traced.'),
    amount: nullable(text, 'Base units.'),
  },
  'all',
  'One side of a movement across chains.',
);

const crossingCandidate = object(
  {
    chain: component('Chain'),
    tx: component('Hash'),
    account: nullable(text, 'CAIP-10.'),
    asset: component('AssetId'),
    amount: component('Amount'),
    score: { type: 'number', minimum: 0, maximum: 1 },
    reasons: { type: 'array', items: text },
  },
  'all',
  'A transaction that may be the other side of a movement across chains: a guess.',
);

const crossingRow = object(
  {
    protocol: text,
    key: { type: 'string', description: 'What both sides have in common.' },
    state: {
      enum: [...CROSSING_STATES],
      description: '`refused`: its key was used twice, and nobody can tell which is meant.',
    },
    class: { enum: ['K', 'D', 'A', 'H'], description: 'How the two sides are joined.' },
    grade: component('Grade'),
    confidence: { type: 'integer', minimum: 0, maximum: 100 },
    source: component('CrossingSide'),
    destination: { anyOf: [component('CrossingSide'), { type: 'null' }] },
    tainted: component('PerPolicy'),
    origin: component('PerPolicy'),
    left_at: component('Time'),
    pending_seconds: nullable(count, 'Seconds since it left, while nothing has arrived.'),
    reason: nullable(text, 'Why nothing is known of the other side; null where it has only not been found yet.'),
    search: nullable(
      text,
      'What came of looking for the other side; null where it was not looked for yet, or was found.',
    ),
    next_search_at: nullable(timestamp, 'When it is looked for again, as long as the case moves.'),
    notes: { type: 'array', items: text },
    candidates: {
      type: 'array',
      items: component('CrossingCandidate'),
      description:
        'Guesses of where a pending one arrived that nothing joins, the best first: never flows, nor reasons of alerts.',
    },
  },
  'all',
  'A movement of stolen money across chains, and one arrival of it or none.',
);

const followedChain = object(
  {
    chain: component('Chain'),
    name: text,
    source: { type: 'string', description: 'Id of the source that tells its blocks, without credentials.' },
    followed_block: nullable(count, 'Last block that was read and matched; null before the first.'),
    followed_time: nullable(timestamp, 'Time of that block.'),
    head: nullable(count, 'Highest block that the source told of.'),
    lag: { ...count, description: 'Blocks between head and followed block.' },
    finalized: nullable(count, 'Highest followed block that cannot be taken back any more.'),
    halted: nullable(text, 'Why it does not go on until somebody lets it, with the remedy; null while it goes on.'),
    leader: nullable(text, 'The process that follows it; null when none does.'),
    kinds: {
      type: 'array',
      items: { enum: [...TRANSFER_KINDS] },
      description: 'Kinds of transfer of which following tells everything; `internal`: value inside contracts.',
    },
    reorgs: { ...count, description: 'How often blocks that had been read were taken back.' },
    seen_at: nullable(timestamp, 'When the source was last heard.'),
    seen_age_s: nullable(count, 'Seconds since then: lag is only known as of then.'),
    cases: { ...count, description: 'Cases that are kept alive by it.' },
  },
  'all',
  'How far a chain is followed by one of its sources.',
);

const problem = object(
  {
    type: { type: 'string', format: 'uri', description: 'What went wrong: urn:fundtrail:problem:<code>.' },
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong this time, in one sentence.' },
    field: { type: 'string', description: 'Where in the request, e.g. seeds[0].amount.' },
    remedy: { type: 'string', description: 'What to do next.' },
  },
  ['type', 'title', 'status', 'detail'],
  'A problem document (RFC 9457).',
);

/** Every named schema of the API. What a trace says is taken from the tracer's own schema. */
export const COMPONENTS: Readonly<Record<string, Schema>> = {
  ...traceComponents(),
  NewSeed: seed,
  NewSeeds: object({ seeds, chain }, ['seeds'], 'Seeds to add to a case.'),
  NewCase: newCase,
  CasePage: page('Case'),
  TaintedPage: page('Account'),
  TerminalKind: { enum: ['resting', 'dispersed', ...TERMINAL_KINDS], description: 'Where the trail ends.' },
  Grade: { enum: ['on_chain', 'protocol_linked', 'heuristic'], description: 'How sure a step is.' },
  Crossing: crossing,
  CrossingSide: crossingSide,
  CrossingCandidate: crossingCandidate,
  CrossingRow: crossingRow,
  PathStep: pathStep,
  ...READING_COMPONENTS,
  Path: object(
    {
      account: component('AccountId'),
      asset: component('AssetId'),
      steps: { type: 'array', items: component('PathStep'), description: 'From the seed to the account.' },
      weakest_grade: component('Grade'),
      peel_runs: { type: 'array', items: component('PeelRun'), description: 'On UTXO chains: its chains of peels.' },
      mix: component('TrailMix'),
    },
    ['account', 'asset', 'steps', 'weakest_grade'],
    'The way of the largest inflow of one asset.',
  ),
  CaseProgress: progress,
  FollowedChain: followedChain,
  Problem: problem,
};

/** The definitions of the trace result, under names of their own. */
function traceComponents(): Readonly<Record<string, Schema>> {
  const { $schema: _dialect, $id: _id, $defs, ...root } = traceResultSchema;
  const all = { ...($defs as Readonly<Record<string, Schema>>), traceResult: root };
  const moved = JSON.stringify(all).replaceAll(
    /"#\/\$defs\/([A-Za-z]+)"/g,
    (_reference, name: string) => `"#/components/schemas/${capitalized(name)}"`,
  );
  const named = Object.entries(JSON.parse(moved) as Readonly<Record<string, Schema>>);
  return Object.fromEntries(named.map(([name, schema]) => [capitalized(name), schema]));
}

function page(item: string): Schema {
  const next = { ...nullableText, description: 'Cursor of the next page; null: this is the last one.' };
  return object({ items: { type: 'array', items: component(item) }, next_cursor: next }, 'all', 'A page.');
}

function nullable(schema: Schema, description: string): Schema {
  return { ...schema, type: [schema.type, 'null'], description };
}

function limit(minimum: number, standard: number | null, description: string): Schema {
  return { type: ['integer', 'null'], minimum, maximum: MAX_COUNT, default: standard, description };
}

function capitalized(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
