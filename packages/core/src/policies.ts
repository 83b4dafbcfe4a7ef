import { InputError } from './errors.ts';

/** How tainted and clean money that meet in one account part again. The first of a case's policies leads: it decides what is opened. */
export const POLICIES = ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first', 'poison'] as const;
export type Policy = (typeof POLICIES)[number];

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
