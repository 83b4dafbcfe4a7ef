import type { CaseProgress, Cases } from '@fundtrail/tracer';
import type { Display } from './display.ts';
import { progressText } from './progress-text.ts';

/** What ended the waiting: the case rests, or the person does not want to wait any longer. */
export type Waited = { readonly progress: CaseProgress | undefined; readonly interrupted: boolean };

/** Shows a case's progress until it rests, `until` is met, or the signal is aborted. */
export async function waitForCase(
  cases: Pick<Cases, 'progress'>,
  caseId: string,
  display: Display,
  signal: AbortSignal,
  until: (progress: CaseProgress) => boolean = () => false,
): Promise<Waited> {
  let progress: CaseProgress | undefined;
  try {
    for await (progress of cases.progress(caseId, signal)) {
      display.show(progressText(progress), `${progress.status} ${progress.wave}`);
      if (until(progress)) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    display.clear();
  }
  const resting = progress !== undefined && isResting(progress);
  return { progress, interrupted: signal.aborted && !resting };
}

function isResting({ status }: CaseProgress): boolean {
  return status === 'done' || status === 'paused' || status === 'cancelled' || status === 'failed';
}
