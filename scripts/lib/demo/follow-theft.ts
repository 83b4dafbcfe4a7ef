import { ACCOUNT_POLICIES, type Clock, FundtrailError, LIVE_SPACE } from '@fundtrail/core';
import { playTheft, type Story } from '@fundtrail/testkit';
import { type CaseProgress, DEFAULT_LIMITS, type TraceResult } from '@fundtrail/tracer';
import { blockNumber } from './block-watch.ts';
import type { Stage } from './stage.ts';

/** Between the scenes: slow enough to be watched, the whole play takes about fifteen seconds. */
const PACE_MS = 1_500;
const LOOK_EVERY_MS = 250;
/** Looks in a row that must find the case at rest. */
const QUIET_LOOKS = 4;
/** From the end of the play on. */
const PATIENCE_MS = 90_000;

export type Followed = { readonly caseId: string; readonly story: Story; readonly result: TraceResult };

export type FollowOptions = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onStep: (text: string) => void;
  readonly onCase: (caseId: string, story: Omit<Story, 'expected'>) => void;
  readonly onProgress: (progress: CaseProgress) => void;
};

/** Plays the theft; fundtrail is told the theft's transaction when it has happened, and finds out the rest by itself. */
export async function followTheft(stage: Stage, options: FollowOptions): Promise<Followed> {
  const { runtime, anvil } = stage;
  const { clock, signal } = options;
  const ending = new AbortController();
  let caseId: string | undefined;
  let watching: Promise<void> | undefined;
  try {
    const story = await playTheft({
      url: anvil.url,
      pace: PACE_MS,
      clock,
      signal,
      onStep: options.onStep,
      onTheft: async (known) => {
        await runtime.labels.importSet('default', known.labels);
        caseId = await runtime.cases.create({
          name: 'The demo theft',
          seeds: [{ kind: 'transaction', chain: known.chain, hash: known.theft.hash }],
          policies: ACCOUNT_POLICIES,
          limits: DEFAULT_LIMITS,
          source: { kind: 'rpc', chain: known.chain, url: anvil.url, wrapped: known.wrapped },
          labelSets: [],
          follow: true,
        });
        options.onCase(caseId, known);
        watching = watchProgress(stage, caseId, options.onProgress, AbortSignal.any([ending.signal, signal]));
      },
    });
    if (caseId === undefined) throw new FundtrailError('no_case', 'the play ended without a theft');
    await untilQuiet(stage, caseId, options);
    return { caseId, story, result: await runtime.cases.result(caseId) };
  } finally {
    ending.abort();
    await watching;
  }
}

async function watchProgress(
  { runtime }: Stage,
  caseId: string,
  onProgress: (progress: CaseProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const progress of runtime.cases.progress(caseId, signal)) onProgress(progress);
}

/** Waits until the case has taken in the chain's last block and nothing is left to do. @throws FundtrailError */
async function untilQuiet(stage: Stage, caseId: string, options: FollowOptions): Promise<void> {
  const { clock, signal } = options;
  const last = await blockNumber(stage.anvil.url, signal);
  const deadline = clock.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    quiet = (await isQuiet(stage, caseId, last)) ? quiet + 1 : 0;
    if (clock.now() < deadline) continue;
    throw new FundtrailError('not_quiet', `fundtrail did not come to rest within ${PATIENCE_MS / 1_000} s of the end`);
  }
}

async function isQuiet({ runtime, endpointId }: Stage, caseId: string, last: number): Promise<boolean> {
  const { case: view } = await runtime.cases.result(caseId);
  if (view.status !== 'following') {
    if (view.status === 'running') return false;
    throw new FundtrailError(
      'case_stopped',
      `the case is ${view.status}: ${view.status_reason ?? 'no reason is known'}`,
    );
  }
  if (view.following === null || view.following.followed_block < last) return false;
  const idle = await Promise.all(
    (['settle', 'acquire', 'deliver'] as const).map((name) => runtime.queues.isEmpty(name)),
  );
  if (idle.includes(false) || view.progress.accounts_waiting > 0) return false;
  const reach = await runtime.facts.reachOfCase(LIVE_SPACE, [view.source.id], caseId, view.following.chain);
  return reach !== undefined && reach >= last && (await runtime.endpoints.get(endpointId)).pending === 0;
}
