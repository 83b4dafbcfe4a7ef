import { formatAddress, isUtxo, splitAccountId } from '@fundtrail/core';
import { addressBytes, assetBytes, hashBytes } from '../bytes.ts';
import { storable } from '../storable.ts';
import type {
  CrossingEnd,
  DerivedAccount,
  DerivedAmounts,
  DerivedCrossing,
  DerivedFlow,
  DerivedTotal,
  DerivedWatch,
} from './derived-rows.ts';

/** How rows of one derived table are written: a column's SQL expression over its unnested text, and the value it comes from. */
export type Column<Row> = {
  readonly name: string;
  /** Type of the unnested parameter array. */
  readonly type: string;
  /** Expression over `n.<name>`; the value itself when left out. */
  readonly expression?: string;
  readonly key?: boolean;
  value(row: Row): unknown;
};

export type DerivedTable<Row> = { readonly name: string; readonly columns: readonly Column<Row>[] };

const CHAIN_ID = 'ch.id';

function chainColumn<Row>(chain: (row: Row) => string): Column<Row> {
  return { name: 'chain_id', type: 'text', expression: CHAIN_ID, key: true, value: chain };
}

function accountColumns<Row extends { readonly account: string }>(): Column<Row>[] {
  return [
    chainColumn((row) => splitAccountId(row.account).chain),
    { name: 'address', type: 'bytea', key: true, value: (row) => addressBytes(splitAccountId(row.account).address) },
  ];
}

function assetColumn<Row extends { readonly asset: string }>(key: boolean): Column<Row> {
  return {
    name: 'asset',
    type: 'bytea',
    key,
    value: (row) => assetBytes(row.asset),
  };
}

// An array per row cannot be unnested as such: it travels as its literal.
function amountList<Row>(name: string, list: (row: Row) => readonly bigint[]): Column<Row> {
  return { name, type: 'text', expression: `n.${name}::numeric(78,0)[]`, value: (row) => `{${list(row).join(',')}}` };
}

function amount<Row>(name: string, value: (row: Row) => bigint | null): Column<Row> {
  return { name, type: 'numeric', value: (row) => value(row)?.toString() ?? null };
}

export const ACCOUNTS: DerivedTable<DerivedAccount> = {
  name: 'derived.accounts',
  columns: [
    ...accountColumns<DerivedAccount>(),
    assetColumn(true),
    { name: 'hops', type: 'integer', value: (row) => row.hops },
    { name: 'first_block', type: 'bigint', value: (row) => row.firstBlock },
    { name: 'first_time', type: 'bigint', value: (row) => row.firstTime },
    { name: 'first_tx', type: 'bytea', value: (row) => hashBytes(row.firstTx) },
    { name: 'terminal_kind', type: 'text', value: (row) => row.kind },
    { name: 'terminal_entity', type: 'text', value: (row) => row.entity },
    { name: 'terminal_reason', type: 'text', value: (row) => row.reason },
    amount('gap', (row) => row.gap),
    { name: 'owner', type: 'text', value: (row) => row.owner },
    { name: 'spent_by', type: 'bytea', value: (row) => (row.spentBy === null ? null : hashBytes(row.spentBy)) },
  ],
};

export const AMOUNTS: DerivedTable<DerivedAmounts> = {
  name: 'derived.ledger',
  columns: [
    ...accountColumns<DerivedAmounts>(),
    assetColumn(true),
    { name: 'policy', type: 'text', key: true, value: (row) => row.policy },
    amount('received', (row) => row.received),
    amount('resting', (row) => row.resting),
    amountList('origin_received', (row) => row.originReceived),
    amountList('origin_resting', (row) => row.originResting),
  ],
};

export const FLOWS: DerivedTable<DerivedFlow> = {
  name: 'derived.flows',
  columns: [
    chainColumn((row) => row.chain),
    { name: 'tx_hash', type: 'bytea', key: true, value: (row) => hashBytes(row.tx) },
    { name: 'flow_index', type: 'integer', key: true, value: (row) => row.index },
    { name: 'block', type: 'bigint', value: (row) => row.block },
    { name: 'tx_index', type: 'integer', value: (row) => row.txIndex },
    { name: 'time', type: 'bigint', value: (row) => row.time },
    { name: 'from_address', type: 'bytea', value: (row) => addressBytes(splitAccountId(row.from).address) },
    { name: 'to_address', type: 'bytea', value: (row) => addressBytes(splitAccountId(row.to).address) },
    assetColumn(false),
    amount('amount', (row) => row.amount),
    amountList('tainted', (row) => row.tainted),
    amountList('origin', (row) => row.origin),
    {
      name: 'legs',
      type: 'text',
      expression: 'array(select jsonb_array_elements_text(n.legs::jsonb))',
      value: (row) => JSON.stringify(row.legs),
    },
    { name: 'low_confidence', type: 'boolean', value: (row) => row.lowConfidence },
    { name: 'from_owner', type: 'text', value: (row) => row.fromOwner },
    { name: 'to_owner', type: 'text', value: (row) => row.toOwner },
  ],
};

function maybeStorable(text: string | null): string | null {
  return text === null ? null : storable(text);
}

/** The columns of one side of a crossing. */
function endColumns(side: 'source' | 'destination'): Column<DerivedCrossing>[] {
  const text = (name: string, value: (end: CrossingEnd) => string | null): Column<DerivedCrossing> => ({
    name: `${side}_${name}`,
    type: 'text',
    value: ({ [side]: end }) => (end === null ? null : maybeStorable(value(end))),
  });
  return [
    text('chain', ({ chain }) => chain),
    text('tx', ({ tx }) => tx),
    text('account', ({ account }) => account),
    text('owner', ({ chain, account }) => (account === null || !isUtxo(chain) ? null : formatAddress(account, chain))),
    text('asset', ({ asset }) => asset),
    amount(`${side}_amount`, ({ [side]: end }) => end?.amount ?? null),
  ];
}

export const CROSSINGS: DerivedTable<DerivedCrossing> = {
  name: 'derived.crossings',
  columns: [
    { name: 'protocol', type: 'text', key: true, value: (row) => row.protocol },
    { name: 'key', type: 'text', key: true, value: (row) => storable(row.key) },
    { name: 'ordinal', type: 'integer', key: true, value: (row) => row.ordinal },
    { name: 'proof', type: 'text', value: (row) => row.proof },
    { name: 'grade', type: 'text', value: (row) => row.grade },
    { name: 'confidence', type: 'smallint', value: (row) => row.confidence },
    { name: 'state', type: 'text', value: (row) => row.state },
    ...endColumns('source'),
    ...endColumns('destination'),
    amountList('tainted', (row) => row.tainted),
    amountList('origin', (row) => row.origin),
    { name: 'first_time', type: 'bigint', value: (row) => row.firstTime },
    { name: 'reason', type: 'text', value: (row) => maybeStorable(row.reason) },
    {
      name: 'notes',
      type: 'text',
      expression: 'n.notes::jsonb',
      value: (row) => JSON.stringify(row.notes.map(storable)),
    },
  ],
};

export const TOTALS: DerivedTable<DerivedTotal> = {
  name: 'derived.totals',
  columns: [
    { name: 'policy', type: 'text', key: true, value: (row) => row.policy },
    { name: 'kind', type: 'text', key: true, value: (row) => row.kind },
    { name: 'measure', type: 'text', key: true, value: (row) => row.measure },
    { name: 'asset', type: 'text', key: true, value: (row) => row.asset },
    amount('amount', (row) => row.amount),
  ],
};

export const WATCHES: DerivedTable<DerivedWatch> = {
  name: 'derived.watches',
  columns: [...accountColumns<DerivedWatch>(), { name: 'since_block', type: 'bigint', value: (row) => row.sinceBlock }],
};
