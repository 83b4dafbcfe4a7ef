import type { Cases, CaseView } from '@fundtrail/tracer';
import { formatCase } from '../format/case-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText } from './common.ts';
import { chainOfCase } from './read-holder.ts';

/** Prints how a case stands; for people with what left for other chains and has not arrived. */
export async function printCase(
  { terminal }: Session,
  cases: Cases,
  view: CaseView,
  options: CommonOptions,
): Promise<void> {
  if (options.json === true) return terminal.print(jsonText(view));
  const pending = await cases.crossings(view.id, { state: 'pending' });
  await terminal.print(formatCase(view, await chainOfCase(cases, view.id), pending, terminal.colors));
}
