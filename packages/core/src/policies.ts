import { type ChainId, isUtxo } from './chain.ts';
import { chainInfo } from './chains/known.ts';
import { InputError } from './errors.ts';

/** How tainted and clean money that meet in one account part again. The first of a case's policies leads: it decides what is opened. */
export const POLICIES = ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first', 'tiho', 'poison'] as const;
export type Policy = (typeof POLICIES)[number];

/** The policies that mean something on account chains, and on UTXO chains: what a holder pays first, and which output of one transaction gets the taint. */
export const ACCOUNT_POLICIES: readonly Policy[] = POLICIES.filter((policy) => policy !== 'tiho');
export const UTXO_POLICIES: readonly Policy[] = POLICIES.filter(
  (policy) => policy !== 'taint_first' && policy !== 'clean_first',
);

/** All policies that are defined on a chain. */
export function policiesOn(chain: ChainId): readonly Policy[] {
  return isUtxo(chain) ? UTXO_POLICIES : ACCOUNT_POLICIES;
}

/** Reads policies in order, without repeats; hyphens are read as underscores. @throws InputError */
export function parsePolicies(names: readonly string[], field = 'policies'): readonly Policy[] {
  const policies = names.map((name) => {
    const policy = POLICIES.find((known) => known === name.trim().replaceAll('-', '_'));
    if (policy === undefined) {
      throw new InputError(
        `${JSON.stringify(name)} is not a policy`,
        { field },
        { remedy: `Choose from ${POLICIES.join(', ')}.` },
      );
    }
    return policy;
  });
  if (policies.length === 0)
    throw new InputError('no policy given', { field }, { remedy: `Choose from ${POLICIES.join(', ')}.` });
  if (policies[0] === 'poison') {
    throw new InputError(
      'poison cannot lead: it opens nothing',
      { field },
      { remedy: 'Name a conserving policy first, e.g. haircut,poison.' },
    );
  }
  return [...new Set(policies)];
}

/**
 * The policies of a case: those that are named, or all that are defined wherever its seeds are.
 * @throws InputError when one is not defined on a chain of the seeds
 */
export function choosePolicies(
  names: readonly string[] | undefined,
  chains: readonly ChainId[],
  field = 'policies',
): readonly Policy[] {
  const usable = POLICIES.filter((policy) => chains.every((chain) => policiesOn(chain).includes(policy)));
  if (names === undefined) return usable;
  const policies = parsePolicies(names, field);
  const wrong = policies.find((policy) => !usable.includes(policy));
  if (wrong === undefined) return policies;
  const chain = chains.find((candidate) => !policiesOn(candidate).includes(wrong)) ?? '';
  throw new InputError(
    `${wrong} is not defined on ${chainInfo(chain).name}, ${isUtxo(chain) ? 'where coins are spent whole' : 'where accounts have balances'}`,
    { field },
    { remedy: `Choose from ${usable.join(', ')}.` },
  );
}
