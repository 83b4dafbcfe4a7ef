import { InputError, NotFoundError } from '@fundtrail/core';
import type { Cases, CaseView } from '@fundtrail/tracer';

/**
 * The id of a case named by its id, the beginning of its id, or `last`.
 * @throws NotFoundError, or InputError when the beginning fits several
 */
export async function findCase(cases: Cases, name: string): Promise<string> {
  const all = await cases.list();
  const exact = all.find((view) => view.id === name);
  if (exact !== undefined) return exact.id;
  if (name === 'last') return newest(all).id;
  const fitting = all.filter((view) => name !== '' && view.id.startsWith(name));
  const [only] = fitting;
  if (only === undefined) {
    throw new NotFoundError(`there is no case ${JSON.stringify(name)}`, { remedy: 'See: fundtrail case list' });
  }
  if (fitting.length > 1) {
    throw new InputError(
      `${JSON.stringify(name)} fits ${fitting.length} cases`,
      { field: 'case' },
      { remedy: `Write more of it: ${fitting.map((view) => view.id).join(', ')}` },
    );
  }
  return only.id;
}

function newest(all: readonly CaseView[]): CaseView {
  const last = all.toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1)).at(-1);
  if (last === undefined) {
    throw new NotFoundError('there are no cases yet', { remedy: 'Start one with: fundtrail trace --seed …' });
  }
  return last;
}
