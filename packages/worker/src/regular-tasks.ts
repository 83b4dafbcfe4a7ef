import type { Context } from '@fundtrail/core';
import type { Queues } from '@fundtrail/queue';
import type { Database } from '@fundtrail/store';
import type { Tracer } from '@fundtrail/tracer';
import type { Role } from './roles.ts';
import { startTicker, type Ticker } from './ticker.ts';

/** Jobs of cases that should be moving are put back this often: what a lost queue or a killed host left undone. */
const RECOVER_EVERY_MS = 30_000;
/** Other sides of movements across chains become due by the clock, the first after some seconds. */
const LINKS_EVERY_MS = 5_000;
/** Retries become due by the clock; new alerts enqueue their own job at once. */
const DELIVER_EVERY_MS = 2_000;

export type RegularTasksDependencies = {
  readonly context: Context;
  readonly database: Database;
  readonly tracer: Tracer;
  readonly queues: Queues;
};

/** What the roles need done by the clock. Every process does it for its roles; jobs that already wait are not doubled. */
export function startRegularTasks(roles: readonly Role[], deps: RegularTasksDependencies): readonly Ticker[] {
  const { context, tracer, queues } = deps;
  const tickers: Ticker[] = [];
  if (roles.includes('settle')) {
    const run = async (): Promise<void> => {
      const { cases } = await tracer.recover();
      if (cases > 0) context.logger.debug({ action: 'recover', cases }, 'jobs put back');
    };
    tickers.push(startTicker({ action: 'recover', everyMs: RECOVER_EVERY_MS, context, run }));
  }
  if (roles.includes('settle')) {
    const run = async (): Promise<void> => {
      const cases = await tracer.retryLinks();
      if (cases > 0) context.logger.debug({ action: 'retry_links', cases }, 'other sides are looked for again');
    };
    tickers.push(startTicker({ action: 'retry_links', everyMs: LINKS_EVERY_MS, context, run }));
  }
  if (roles.includes('deliver')) {
    const run = async (): Promise<void> => {
      if (await anythingDue(deps.database)) await queues.enqueueDeliver();
    };
    tickers.push(startTicker({ action: 'deliver', everyMs: DELIVER_EVERY_MS, context, run }));
  }
  return tickers;
}

async function anythingDue({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    "select exists (select from ops.deliveries where state = 'pending' and next_at <= clock_timestamp()) as due",
  );
  return rows[0]?.due ?? false;
}
