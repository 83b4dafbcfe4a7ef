import {
  type AccountId,
  accountId,
  type ChainId,
  namesChain,
  parseChain,
  parseHolder,
  splitAssetId,
} from '@fundtrail/core';
import type { Cases } from '@fundtrail/tracer';

/**
 * An account, an output or a CoinJoin of a case, as a person names it.
 * @param chain of a text that does not say it; that of the case when undefined
 * @throws InputError that names the field
 */
export async function readHolder(
  cases: Cases,
  caseId: string,
  text: string,
  chain: ChainId | undefined,
  field: string,
): Promise<AccountId> {
  const fallback = chain ?? (namesChain(text) ? undefined : await chainOfCase(cases, caseId));
  const holder = parseHolder(text, fallback, field);
  return accountId(holder.chain, holder.address);
}

/** The chain on which a case found something; before that the chain of its first seed. */
export async function chainOfCase(cases: Cases, caseId: string): Promise<ChainId | undefined> {
  const { items } = await cases.tainted(caseId, {}, { limit: 1 });
  const [first] = items;
  // The whole result, for its seeds, is only small while nothing is found.
  return first === undefined
    ? (await cases.result(caseId)).seeds[0]?.chain
    : parseChain(splitAssetId(first.asset).chain);
}
