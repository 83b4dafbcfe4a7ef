import type { JobKind } from './kind.ts';

/** Send what is due in the outbox. What that is, Postgres says. */
export type DeliverJob = Readonly<Record<string, never>>;

export const deliverKind: JobKind<'deliver', DeliverJob> = {
  name: 'deliver',
  id: () => 'deliver',
};
