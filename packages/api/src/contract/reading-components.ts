import { object } from './object-schema.ts';
import { component, type Schema } from './operation.ts';

const KINDS = ['payment', 'peel', 'consolidation', 'batch', 'coinjoin'];
const SCHEMES = ['wasabi1', 'wasabi1.1', 'wasabi2', 'whirlpool', 'joinmarket'];

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const place = { type: 'integer', minimum: 0, description: 'Place among the outputs, from 0.' } as const;
const confidence = { type: 'integer', minimum: 0, maximum: 100 } as const;
const mixed = { output: component('OutputId'), account: component('AccountId'), amount: component('Amount') };
const join = {
  scheme: { enum: SCHEMES },
  confidence,
  denomination: component('Amount'),
  participants: count,
};

/** What the form of a UTXO chain's transactions tells a reader of a path. */
export const READING_COMPONENTS: Readonly<Record<string, Schema>> = {
  StepReading: object(
    {
      kind: { enum: KINDS },
      reason: { type: 'string', description: 'Why it is of this kind.' },
      change: orNull(component('Change')),
      coinjoin: orNull(component('CoinJoin')),
      goes_to: {
        enum: ['change', 'payment', null],
        description: 'Whether the path goes on with the change or with what is paid; null: the change is not known.',
      },
      common_owner: component('CommonOwner'),
    },
    ['kind', 'reason', 'change', 'coinjoin', 'goes_to'],
    'On UTXO chains: what the form of the transaction tells. An annotation: no amount depends on it.',
  ),
  Change: object(
    { vout: place, confidence, signs: { type: 'array', items: text } },
    'all',
    'The output that goes back to the payer, and the signs that say so.',
  ),
  CoinJoin: object(join, 'all', 'A transaction in which several parties mix their coins.'),
  CommonOwner: object(
    {
      addresses: { type: 'array', minItems: 2, items: text },
      confidence,
      tx: { ...component('Hash'), description: 'The transaction that spends coins of all of them.' },
    },
    'all',
    "Addresses that most likely are one's.",
  ),
  PeelRun: object(
    {
      first_step: { ...count, minimum: 1 },
      last_step: { ...count, minimum: 1 },
      peels: count,
      paid_out: { ...component('Amount'), description: 'What the peels took off, stolen or not; base units.' },
      from_tx: component('Hash'),
      to_tx: component('Hash'),
    },
    'all',
    'Steps of a path, each of which goes on with what a peel left.',
  ),
  TrailMix: object(
    {
      tx: component('Hash'),
      ...join,
      candidates: {
        type: 'array',
        items: object(
          { ...mixed, one_of: { type: 'integer', minimum: 1 } },
          'all',
          'An output that belongs to a given participant with a chance of one in `one_of`.',
        ),
      },
      unmixed: {
        type: 'array',
        items: object({ ...mixed, confidence }, 'all', 'Change of one who takes part, by an amount of its own.'),
      },
    },
    'all',
    'A CoinJoin in which a path ends, and where it may go on: hints, none of which holds taint.',
  ),
};

function orNull(schema: Schema): Schema {
  return { oneOf: [schema, { type: 'null' }] };
}
