import { type AccountId, accountId, type Label } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';

/** Every label of the sets, by account, surest first. */
export async function allLabels(
  { db }: Database,
  setIds: readonly number[],
): Promise<ReadonlyMap<AccountId, readonly Label[]>> {
  const { rows } = await sql<LabelRecord>`
    select c.caip2, l.address, l.entity, l.category, l.confidence, l.source
    from facts.labels l join facts.chains c on c.id = l.chain_id
    where l.set_id = any(${[...setIds]}::integer[])
    order by l.confidence desc, l.category, l.entity, l.source`.execute(db);
  const labels = new Map<AccountId, Label[]>();
  for (const { caip2, address, ...label } of rows) {
    const known = { ...label, chain: caip2, address: addressFromBytes(address) };
    const account = accountId(known.chain, known.address);
    const list = labels.get(account);
    if (list === undefined) labels.set(account, [known]);
    else list.push(known);
  }
  return labels;
}

type LabelRecord = {
  caip2: string;
  address: Buffer;
  entity: string;
  category: string;
  confidence: number;
  source: string;
};
