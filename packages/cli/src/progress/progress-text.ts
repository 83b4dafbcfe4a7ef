import type { CaseProgress } from '@fundtrail/tracer';

/** Where a running case is, in one line. */
export function progressText(progress: CaseProgress): string {
  const parts = [
    `wave ${progress.wave}`,
    `${count(progress.accounts_covered)} accounts read`,
    ...(progress.accounts_waiting > 0 ? [`${count(progress.accounts_waiting)} waiting`] : []),
    ...(progress.accounts_unavailable > 0 ? [`${count(progress.accounts_unavailable)} unavailable`] : []),
    `${count(progress.requests)} requests`,
    `${count(progress.transactions)} transactions`,
    `${count(progress.flows)} flows`,
    ...(progress.alerts > 0 ? [`${count(progress.alerts)} alerts`] : []),
  ];
  return `${progress.status}: ${parts.join(', ')}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
