import type { Delivery } from '@fundtrail/alerts';
import type { Queues } from '@fundtrail/queue';
import type { Tracer } from '@fundtrail/tracer';
import type { Role } from './roles.ts';

/**
 * Jobs of a role at the same time in one process. Acquire waits for networks; a settle is computing and one process has
 * one thread for it, two let one write while the other computes; deliver makes its own attempts side by side. Following takes
 * no jobs: see `startFollowing`.
 */
const CONCURRENCY: Readonly<Record<Exclude<Role, 'follow'>, number>> = { acquire: 4, settle: 2, deliver: 1 };

/** Takes jobs for the roles, until the queues are closed. */
export async function startHandlers(
  roles: readonly Role[],
  queues: Queues,
  tracer: Tracer,
  delivery: Delivery,
): Promise<void> {
  const start: Readonly<Record<keyof typeof CONCURRENCY, () => Promise<unknown>>> = {
    acquire: () => queues.work('acquire', (job) => tracer.acquire(job), { concurrency: CONCURRENCY.acquire }),
    settle: () => queues.work('settle', (job) => tracer.settle(job), { concurrency: CONCURRENCY.settle }),
    deliver: () =>
      queues.work(
        'deliver',
        async (_job, signal) => {
          await delivery.deliverDue(signal);
        },
        { concurrency: CONCURRENCY.deliver },
      ),
  };
  await Promise.all(roles.map((role) => (role === 'follow' ? undefined : start[role]())));
}
