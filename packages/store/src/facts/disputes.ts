import type { ChainId, Dispute, Disputes } from '@fundtrail/core';
import type { Database } from '../database.ts';
import { createKeys } from '../keys.ts';

/** A dispute as stored: the same words of the same sources are one, however often they were heard. */
export type RecordedDispute = Dispute & { readonly times: number; readonly firstAt: Date; readonly lastAt: Date };

/** What sources said differently. Kept and shown, never decided here. */
export type DisputeStore = Disputes & {
  /** The latest first; of one chain, or of all. */
  disputesOf(chain: ChainId | undefined, limit: number): Promise<readonly RecordedDispute[]>;
  /**
   * Those that name an account or transaction of a case, and those about blocks of its chains that were heard since it was
   * made; the latest first.
   */
  disputesOfCase(caseId: string, limit: number): Promise<readonly RecordedDispute[]>;
  /** How many those are. */
  countOfCase(caseId: string): Promise<number>;
};

/** An address or hash in a subject: what the dispute is about. A subject without one is about a block. */
const NAMED = /0x(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/i;

export function createDisputes(database: Database): DisputeStore {
  const { pool } = database;
  const keys = createKeys(database);
  const read = async (statement: string, parameters: readonly unknown[]): Promise<readonly RecordedDispute[]> => {
    const { rows } = await pool.query<DisputeRow>(statement, [...parameters]);
    return rows.map((row) => ({
      chain: row.chain,
      subject: row.subject,
      answers: row.answers,
      ...(row.taken === null ? {} : { taken: row.taken }),
      times: row.times,
      firstAt: row.first_at,
      lastAt: row.last_at,
    }));
  };
  return {
    record: async ({ chain, subject, answers, taken }) => {
      const named = NAMED.exec(subject)?.[0];
      await pool.query(WRITE, [
        await keys.chainKey(chain),
        subject,
        named === undefined ? null : Buffer.from(named.slice(2), 'hex'),
        JSON.stringify(answers.map(({ source, answer }) => ({ source, answer }))),
        taken ?? null,
      ]);
    },
    disputesOf: (chain, limit) => read(READ, [chain ?? null, limit]),
    disputesOfCase: (caseId, limit) => read(READ_OF_CASE, [caseId, limit]),
    countOfCase: async (caseId) => {
      const { rows } = await pool.query<{ disputes: number }>(COUNT_OF_CASE, [caseId]);
      return rows[0]?.disputes ?? 0;
    },
  };
}

type DisputeRow = {
  chain: string;
  subject: string;
  answers: Dispute['answers'];
  taken: string | null;
  times: number;
  first_at: Date;
  last_at: Date;
};

const WRITE = `/* disputes: record */
insert into facts.disputes as d (chain_id, subject, about, answers, taken) values ($1, $2, $3, $4::jsonb, $5)
on conflict (chain_id, md5(subject || ' ' || answers::text || ' ' || coalesce(taken, '')))
do update set times = d.times + 1, last_at = now()`;

const COLUMNS = 'c.caip2 as chain, d.subject, d.answers, d.taken, d.times, d.first_at, d.last_at';

const READ = `/* disputes: read */
select ${COLUMNS} from facts.disputes d join facts.chains c on c.id = d.chain_id
where $1::text is null or c.caip2 = $1 order by d.last_at desc, d.id desc limit $2`;

const OF_CASE = `exists (select from cases.accounts a where a.case_id = $1 and a.chain_id = d.chain_id and a.address = d.about)
  or exists (select from cases.transactions x where x.case_id = $1 and x.chain_id = d.chain_id and x.tx_hash = d.about)
  or exists (select from cases.seeds s where s.case_id = $1 and s.chain_id = d.chain_id and d.about in (s.address, s.tx_hash))
  or (d.about is null and d.last_at >= (select created_at from cases.cases where id = $1)
    and exists (select from cases.accounts a where a.case_id = $1 and a.chain_id = d.chain_id))`;

const COUNT_OF_CASE = `/* disputes: count of a case */ select count(*)::integer as disputes from facts.disputes d where ${OF_CASE}`;

const READ_OF_CASE = `/* disputes: of a case */
select ${COLUMNS} from facts.disputes d join facts.chains c on c.id = d.chain_id where ${OF_CASE}
order by d.last_at desc, d.id desc limit $2`;
