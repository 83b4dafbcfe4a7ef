import type { CaseView } from '@fundtrail/tracer';

/** What a case could not see, one line each; empty when nothing is missing. */
export function coverageLines(view: CaseView): string {
  const { gaps, opening_balance_unknown: unknown } = view.coverage;
  const lines = [
    ...gaps.map((gap) => `  ${gap.kind} transfers of ${gap.accounts} accounts (${gap.source}): ${gap.reason}`),
    ...(unknown > 0 ? [`  balance before the first taint of ${unknown} accounts`] : []),
  ];
  return lines.length === 0 ? '' : ['Not seen', ...lines].join('\n');
}
