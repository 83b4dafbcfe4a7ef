import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';

/** What an API of a protocol answered, as it came. */
export type ProtocolAnswer = {
  readonly protocol: string;
  /** The API, as configuration names it. */
  readonly name: string;
  readonly url: string;
  readonly body: string;
  readonly fetchedAt: Date;
};

/** Raw answers as evidence, by the SHA-256 of their body (64 hex digits): one body is kept once, as it was first had. */
export type AnswerStore = {
  /** Returns the body's SHA-256. User, password and query parameters that hold a credential are cut out of the URL. */
  put(answer: ProtocolAnswer): Promise<string>;
  get(sha256: string): Promise<ProtocolAnswer | undefined>;
};

/** Parameters whose names say so hold credentials. */
const SECRET = /key|token|secret|auth|password|signature/i;

export function createAnswerStore({ pool }: Pick<Database, 'pool'>): AnswerStore {
  return {
    put: async ({ protocol, name, url, body, fetchedAt }) => {
      const bytes = Buffer.from(body);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await pool.query(PUT, [sha256, protocol, name, withoutSecrets(url), bytes, fetchedAt]);
      return sha256;
    },
    get: async (sha256) => {
      const { rows } = await pool.query<AnswerRecord>(GET, [sha256]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const { fetched_at: fetchedAt, body, ...rest } = row;
      return { ...rest, body: body.toString('utf8'), fetchedAt };
    },
  };
}

function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const secrets = [...url.searchParams.keys()].filter((name) => SECRET.test(name));
  if (secrets.length === 0 && url.username === '' && url.password === '') return text;
  for (const name of secrets) url.searchParams.delete(name);
  url.username = '';
  url.password = '';
  return url.href;
}

type AnswerRecord = { protocol: string; name: string; url: string; body: Buffer; fetched_at: Date };

const PUT = `/* bridges: put an answer */
insert into facts.protocol_answers (sha256, protocol, name, url, body, fetched_at) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing`;

const GET = `/* bridges: get an answer */
select protocol, name, url, body, fetched_at from facts.protocol_answers where sha256 = $1`;
