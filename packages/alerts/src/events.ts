/** Reverse-DNS prefix of all event types. */
export const EVENT_PREFIX = 'org.fundtrail.';

/** What endpoints can subscribe to. `endpoint.test` reaches its endpoint whatever it subscribes to. */
export const EVENT_TYPES = [
  'org.fundtrail.deposit.detected',
  'org.fundtrail.deposit.confirmed',
  'org.fundtrail.deposit.retracted',
  'org.fundtrail.endpoint.test',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something worth telling, before it is put into the outbox. */
export type OutboxEvent = {
  readonly type: EventType;
  readonly caseId: string | null;
  /** However often the same thing is derived, it is told once. */
  readonly dedupeKey: string;
  /** What the event is about, e.g. a transfer reference. */
  readonly subject?: string;
  /** JSON; amounts are decimal strings. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** The signed body: a CloudEvents 1.0 event in structured JSON. */
export type WebhookEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** When it was found, RFC 3339. */
  readonly time: string;
  readonly subject?: string;
  readonly datacontenttype: 'application/json';
  /** Extension attribute: the endpoint it was sent to, so that it cannot be replayed to another. */
  readonly endpointid: string;
  readonly data: Readonly<Record<string, unknown>>;
};
