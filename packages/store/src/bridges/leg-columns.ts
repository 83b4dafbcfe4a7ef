import type { BridgeLeg } from '@fundtrail/core';
import { addressFromBytes, assetFromBytes, hashFromBytes } from '../bytes.ts';
import { bytesArray, maybeArray, plainArray, textArray } from '../facts/array-literal.ts';
import { storable } from '../storable.ts';

/** A bridge leg as its row; `answer` is the SHA-256 of the API's answer that told it. */
export type BridgeRow = { readonly chainKey: number; readonly leg: BridgeLeg; readonly answer: string | undefined };

type LegColumn = {
  readonly name: string;
  readonly type: string;
  /** SQL over the unnested `n.<name>` where that is not the value itself: a list travels as its literal. */
  readonly value?: string;
  /** Part of what a leg is found by. */
  readonly key?: boolean;
  literal(rows: readonly BridgeRow[]): string;
};

/** In the order in which statements name them. */
export const LEG_COLUMNS: readonly LegColumn[] = [
  { name: 'chain_id', type: 'smallint', key: true, literal: (rows) => plainArray(rows.map((row) => row.chainKey)) },
  { name: 'tx_hash', type: 'bytea', key: true, literal: (rows) => bytesArray(rows.map(({ leg }) => leg.tx)) },
  { name: 'leg_index', type: 'integer', key: true, literal: (rows) => plainArray(rows.map(({ leg }) => leg.index)) },
  text('protocol', ({ leg }) => leg.protocol, true),
  text('side', ({ leg }) => leg.side, true),
  text('evidence', ({ leg }) => leg.evidence, true),
  text('key', ({ leg }) => leg.key, true),
  text('proof', ({ leg }) => leg.proof),
  text('from_chain', ({ leg }) => leg.fromChain),
  text('from_account', ({ leg }) => leg.fromAccount),
  text('to_chain', ({ leg }) => leg.toChain),
  text('to_account', ({ leg }) => leg.toAccount),
  {
    name: 'asset',
    type: 'bytea',
    literal: (rows) => bytesArray(rows.map(({ leg }) => (leg.asset === 'native' ? '0x' : leg.asset))),
  },
  number('amount', ({ leg }) => leg.amount),
  list('custody', 'bytea[]', ({ leg }) => bytesArray(leg.custody)),
  list('legs', 'text[]', ({ leg }) => (leg.legs === undefined ? undefined : textArray(leg.legs.map(storable)))),
  text('to_asset', ({ leg }) => leg.toAsset),
  number('min_out', ({ leg }) => leg.minOut),
  text('memo', ({ leg }) => leg.memo),
  number('expires', ({ leg }) => leg.expires),
  number('fee', ({ leg }) => leg.fee),
  list('via', 'text[]', ({ leg }) => textArray(leg.via.map(storable))),
  text('fault', ({ leg }) => leg.fault),
  list('notes', 'text[]', ({ leg }) => textArray(leg.notes.map(storable))),
  text('answer_sha256', ({ answer }) => answer),
];

/** A row of `facts.bridge_legs b`, with its chain's name and where its transaction stands. */
export type BridgeLegRecord = {
  chain: string;
  tx_hash: Buffer;
  leg_index: number;
  protocol: string;
  side: BridgeLeg['side'];
  evidence: string;
  key: string | null;
  proof: BridgeLeg['proof'];
  from_chain: string | null;
  from_account: string | null;
  to_chain: string | null;
  to_account: string | null;
  asset: Buffer | null;
  amount: string | null;
  custody: Buffer[];
  legs: string[] | null;
  to_asset: string | null;
  min_out: string | null;
  memo: string | null;
  expires: string | null;
  fee: string | null;
  via: string[];
  fault: string | null;
  notes: string[];
};

export function legOfRecord(row: BridgeLegRecord): BridgeLeg {
  return {
    protocol: row.protocol,
    side: row.side,
    proof: row.proof,
    key: row.key ?? undefined,
    chain: row.chain,
    tx: hashFromBytes(row.tx_hash),
    index: row.leg_index,
    evidence: row.evidence,
    fromChain: row.from_chain ?? undefined,
    fromAccount: row.from_account ?? undefined,
    toChain: row.to_chain ?? undefined,
    toAccount: row.to_account ?? undefined,
    asset: row.asset === null ? undefined : assetFromBytes(row.asset),
    amount: amountOf(row.amount),
    custody: row.custody.map(addressFromBytes),
    legs: row.legs ?? undefined,
    toAsset: row.to_asset ?? undefined,
    minOut: amountOf(row.min_out),
    memo: row.memo ?? undefined,
    expires: row.expires === null ? undefined : Number(row.expires),
    fee: amountOf(row.fee),
    via: row.via,
    fault: row.fault ?? undefined,
    notes: row.notes,
  };
}

function amountOf(text: string | null): bigint | undefined {
  return text === null ? undefined : BigInt(text);
}

function text(name: string, read: (row: BridgeRow) => string | undefined, key = false): LegColumn {
  const literal = (rows: readonly BridgeRow[]): string =>
    textArray(rows.map(read).map((value) => (value === undefined ? undefined : storable(value))));
  return { name, type: 'text', key, literal };
}

function number(name: string, read: (row: BridgeRow) => bigint | number | undefined): LegColumn {
  return { name, type: 'numeric', literal: (rows) => maybeArray(rows.map(read)) };
}

function list(name: string, type: string, read: (row: BridgeRow) => string | undefined): LegColumn {
  return { name, type: 'text', value: `n.${name}::${type}`, literal: (rows) => textArray(rows.map(read)) };
}
