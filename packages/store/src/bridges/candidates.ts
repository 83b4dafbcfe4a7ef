import type { BridgeLeg, FactSpace } from '@fundtrail/core';
import { hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, plainArray, textArray } from '../facts/array-literal.ts';
import { shareChains } from '../facts/chain-lock.ts';
import type { Keys } from '../keys.ts';
import { storable } from '../storable.ts';
import { withTransaction } from '../transaction.ts';
import type { TransactionRef } from './write-legs.ts';

/** Names a bridge leg that was read from its transaction. */
export type LegRef = Pick<BridgeLeg, 'chain' | 'tx' | 'protocol' | 'evidence' | 'index'>;

/** A guess that two legs are one movement. */
export type LinkCandidate = {
  readonly source: LegRef;
  readonly destination: LegRef;
  /** 0 to 1. */
  readonly score: number;
  /** In words. */
  readonly reasons: readonly string[];
};

/** Guesses: shown, never flows. They go with the transactions of either side. */
export type CandidateStore = {
  /**
   * Each set takes the place of what was guessed for its source before. Guesses about a transaction that is not stored (any more)
   * are left out.
   */
  put(
    space: FactSpace,
    sets: readonly { readonly source: LegRef; readonly found: readonly Omit<LinkCandidate, 'source'>[] }[],
  ): Promise<void>;
  /** Guesses whose source is in these transactions; per source, the best first. */
  of(space: FactSpace, sources: readonly TransactionRef[]): Promise<readonly LinkCandidate[]>;
};

export function createCandidateStore(database: Database, keys: Keys): CandidateStore {
  return {
    put: async (space, sets) => {
      if (sets.length === 0) return;
      const spaceKey = await keys.spaceKey(space);
      const all = sets.flatMap(({ source, found }) => found.map((one) => ({ ...one, source })));
      const refs = [...sets.map(({ source }) => source), ...all.map(({ destination }) => destination)];
      const chainKeys = await keys.chainKeys(refs.map(({ chain }) => chain));
      const columnsOf = (legs: readonly LegRef[]): readonly string[] => [
        plainArray(legs.map(({ chain }) => chainKeys.get(chain) ?? 0)),
        bytesArray(legs.map(({ tx }) => tx)),
        textArray(legs.map(({ protocol }) => protocol)),
        textArray(legs.map(({ evidence }) => evidence)),
        plainArray(legs.map(({ index }) => index)),
      ];
      await withTransaction(database, async (client) => {
        await shareChains(client, spaceKey, chainKeys.values());
        await client.query(DROP, [spaceKey, ...columnsOf(sets.map(({ source }) => source))]);
        if (all.length === 0) return;
        await client.query(PUT, [
          spaceKey,
          ...columnsOf(all.map(({ source }) => source)),
          ...columnsOf(all.map(({ destination }) => destination)),
          `{${all.map(({ score }) => score).join(',')}}`,
          textArray(all.map(({ reasons }) => JSON.stringify(reasons.map(storable)))),
        ]);
      });
    },
    of: async (space, sources) => {
      if (sources.length === 0) return [];
      const chainKeys = await keys.chainKeys(sources.map(({ chain }) => chain));
      const { rows } = await database.pool.query<CandidateRecord>(OF, [
        await keys.spaceKey(space),
        plainArray(sources.map(({ chain }) => chainKeys.get(chain) ?? 0)),
        bytesArray(sources.map(({ hash }) => hash)),
      ]);
      return rows.map((row) => ({
        source: {
          chain: row.source_chain,
          tx: hashFromBytes(row.source_tx),
          protocol: row.source_protocol,
          evidence: row.source_evidence,
          index: row.source_index,
        },
        destination: {
          chain: row.destination_chain,
          tx: hashFromBytes(row.destination_tx),
          protocol: row.destination_protocol,
          evidence: row.destination_evidence,
          index: row.destination_index,
        },
        score: row.score,
        reasons: row.reasons,
      }));
    },
  };
}

type CandidateRecord = {
  source_chain: string;
  source_tx: Buffer;
  source_protocol: string;
  source_evidence: string;
  source_index: number;
  destination_chain: string;
  destination_tx: Buffer;
  destination_protocol: string;
  destination_evidence: string;
  destination_index: number;
  score: number;
  reasons: string[];
};

const LEG = ['chain_id', 'tx', 'protocol', 'evidence', 'index'];
const TYPES = ['smallint', 'bytea', 'text', 'text', 'integer'];
const SOURCE = LEG.map((name) => `source_${name}`);
const DESTINATION = LEG.map((name) => `destination_${name}`);
const COLUMNS = [...SOURCE, ...DESTINATION, 'score', 'reasons'].join(', ');
const arrays = (types: readonly string[], from: number): string =>
  types.map((type, at) => `$${from + at}::${type}[]`).join(', ');
const isStored = (side: string): string => `exists (select from facts.transactions t
  where t.space_id = $1::smallint and t.chain_id = n.${side}_chain_id and t.hash = n.${side}_tx)`;

const DROP = `/* bridges: drop candidates */
delete from facts.link_candidates c using unnest(${arrays(TYPES, 2)}) as n (${SOURCE.join(', ')})
where c.space_id = $1::smallint and ${SOURCE.map((name) => `c.${name} = n.${name}`).join(' and ')}`;

const PUT = `/* bridges: put candidates */
insert into facts.link_candidates as c (space_id, ${COLUMNS})
select $1::smallint, ${[...SOURCE, ...DESTINATION, 'score'].map((name) => `n.${name}`).join(', ')}, n.reasons::jsonb
from unnest(${arrays([...TYPES, ...TYPES, 'double precision', 'text'], 2)}) as n (${COLUMNS})
where ${isStored('source')} and ${isStored('destination')}
on conflict do nothing`;

const OF = `/* bridges: candidates of transactions */
select s.caip2 as source_chain, d.caip2 as destination_chain, c.*
from (select distinct * from unnest($2::smallint[], $3::bytea[]) as n (chain_id, tx)) n
join facts.link_candidates c on c.space_id = $1::smallint and c.source_chain_id = n.chain_id and c.source_tx = n.tx
join facts.chains s on s.id = c.source_chain_id
join facts.chains d on d.id = c.destination_chain_id
order by s.caip2 collate "C", c.source_tx, c.source_index, c.score desc, d.caip2 collate "C", c.destination_tx, c.destination_index`;
