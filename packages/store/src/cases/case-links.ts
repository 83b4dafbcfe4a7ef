import { sql } from 'kysely';
import type { Executor } from './case-rows.ts';

/** A cross-chain movement by what joins its two sides. */
export type LinkKey = { readonly protocol: string; readonly key: string };

export type LinkState = 'wanted' | 'covered' | 'waiting' | 'unavailable';

/** A movement of which a case wants to know the other side. */
export type WantedLink = LinkKey & {
  readonly wave: number;
  readonly state: LinkState;
  readonly reason: string | null;
  /** How often it was asked for. */
  readonly attempts: number;
  /** Per chain the last block whose logs were searched and that nothing takes back any more. */
  readonly searched: Readonly<Record<string, number>>;
  /** When it is asked for again; only while it waits. */
  readonly nextAt: Date | null;
};

export type LinkOutcome = LinkKey & Pick<WantedLink, 'state' | 'reason' | 'nextAt' | 'searched'>;

/** Cross-chain movements whose other side cases want to know. */
export type CaseLinks = {
  links(caseId: string): Promise<readonly WantedLink[]>;
  /** Puts movements before the case; one that was asked for already stays as it is. */
  wantLinks(trx: Executor, caseId: string, wave: number, links: readonly LinkKey[]): Promise<void>;
  /** Says what came of asking; counts the attempt. */
  setLink(caseId: string, outcome: LinkOutcome): Promise<void>;
  /** Puts those whose time has come before their cases again, of cases that still move; names the cases. */
  wantDueLinks(now: Date, limit: number): Promise<readonly string[]>;
  /** Puts a movement whose other side was taken back before the case again. */
  wantLinksAgain(trx: Executor, caseId: string, links: readonly LinkKey[]): Promise<void>;
};

export function createCaseLinks(db: Executor): CaseLinks {
  return {
    links: async (caseId) => {
      const { rows } = await sql<WantedLink>`
        select protocol, key, wave, state, reason, attempts, searched, next_at as "nextAt"
        from cases.links where case_id = ${caseId} order by wave, protocol, key`.execute(db);
      return rows;
    },

    wantLinks: async (trx, caseId, wave, links) => {
      if (links.length === 0) return;
      await sql`/* cases: want links */
        insert into cases.links (case_id, protocol, key, wave, state)
        select ${caseId}, n.protocol, n.key, ${wave}, 'wanted'
        from unnest(${links.map(({ protocol }) => protocol)}::text[], ${links.map(({ key }) => key)}::text[]) as n (protocol, key)
        on conflict do nothing`.execute(trx);
    },

    setLink: async (caseId, { protocol, key, state, reason, nextAt, searched }) => {
      await sql`/* cases: set a link */
        update cases.links set state = ${state}, reason = ${reason}, next_at = ${nextAt}, attempts = attempts + 1,
          searched = ${JSON.stringify(searched)}
        where case_id = ${caseId} and protocol = ${protocol} and key = ${key}`.execute(db);
    },

    wantDueLinks: async (now, limit) => {
      const { rows } = await sql<{ case_id: string }>`/* cases: want links that are due */
        with due as (
          select l.case_id, l.protocol, l.key from cases.links l join cases.cases c on c.id = l.case_id
          where l.state = 'waiting' and l.next_at <= ${now} and c.status in ('running', 'following')
          order by l.next_at limit ${limit} for update of l skip locked)
        update cases.links l set state = 'wanted', next_at = null from due
        where l.case_id = due.case_id and l.protocol = due.protocol and l.key = due.key
        returning l.case_id`.execute(db);
      return [...new Set(rows.map((row) => row.case_id))];
    },

    wantLinksAgain: async (trx, caseId, links) => {
      if (links.length === 0) return;
      await sql`/* cases: want links again */
        update cases.links l set state = 'wanted', reason = null, next_at = null, searched = '{}'
        from unnest(${links.map(({ protocol }) => protocol)}::text[], ${links.map(({ key }) => key)}::text[]) as n (protocol, key)
        where l.case_id = ${caseId} and l.protocol = n.protocol and l.key = n.key and l.state = 'covered'`.execute(trx);
    },
  };
}
