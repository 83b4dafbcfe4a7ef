import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const DEFAULT_TOLERANCE_SECONDS = 300;
const SCHEME = 'v1';

/** Why a webhook is not to be believed. */
export type VerificationFailure =
  | 'missing_header'
  | 'bad_secret'
  | 'bad_timestamp'
  | 'too_old'
  | 'in_the_future'
  | 'wrong_signature'
  | 'not_an_event'
  | 'other_endpoint';

export class WebhookVerificationError extends Error {
  readonly code: VerificationFailure;

  constructor(code: VerificationFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WebhookVerificationError';
    this.code = code;
  }
}

/** A verified event: CloudEvents 1.0, structured. */
export type VerifiedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly endpointid: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type VerifyWebhookInput = {
  /** The body exactly as it arrived, before any parsing. */
  readonly body: string | Uint8Array;
  /** The request's headers: node's object or a `Headers`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `whsec_…` as it was shown when the endpoint was added; several while one is being replaced. */
  readonly secret: string | readonly string[];
  /** The id of your endpoint; when given, an event sent to another one is refused. */
  readonly endpointId?: string;
  /** How far the sender's clock may be from yours; 300 when left out. */
  readonly toleranceSeconds?: number;
  /** Unix milliseconds; the system's clock when left out. */
  readonly now?: number;
};

/**
 * Verifies a webhook of fundtrail (Standard Webhooks, scheme v1) and returns its event. The same event may arrive more
 * than once: key on `event.id`, and for deposits on `data.alert_id` and `data.revision`.
 * @throws WebhookVerificationError with a `code`; answer with a status other than 2xx then
 * @example
 * const event = verifyWebhook({ body: rawBody, headers: request.headers, secret: process.env.WEBHOOK_SECRET });
 */
export function verifyWebhook(input: VerifyWebhookInput): VerifiedEvent {
  const body = typeof input.body === 'string' ? input.body : new TextDecoder().decode(input.body);
  const id = readHeader(input.headers, 'webhook-id');
  const sentAt = checkTimestamp(
    readHeader(input.headers, 'webhook-timestamp'),
    (input.now ?? Date.now()) / 1_000,
    input.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS,
  );
  const given = readHeader(input.headers, 'webhook-signature').split(' ');
  const secrets = typeof input.secret === 'string' ? [input.secret] : input.secret;
  const signed = secrets.some((secret) => matches(given, sign(secret, id, sentAt, body)));
  if (!signed) {
    throw new WebhookVerificationError(
      'wrong_signature',
      'the signature does not fit the body: another secret, or changed bytes',
    );
  }
  const event = parseEvent(body);
  if (event.id !== id) throw new WebhookVerificationError('not_an_event', 'webhook-id is not the id of the event');
  if (input.endpointId !== undefined && event.endpointid !== input.endpointId) {
    throw new WebhookVerificationError('other_endpoint', `the event was sent to endpoint ${event.endpointid}`);
  }
  return event;
}

function readHeader(headers: VerifyWebhookInput['headers'], name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const first = typeof value === 'string' ? value : value?.[0];
  if (first === undefined || first === '') {
    throw new WebhookVerificationError('missing_header', `the header ${name} is missing`);
  }
  return first;
}

function checkTimestamp(text: string, nowSeconds: number, toleranceSeconds: number): Date {
  const seconds = Number(text);
  if (!/^[0-9]{1,12}$/.test(text)) {
    throw new WebhookVerificationError('bad_timestamp', 'webhook-timestamp is not a Unix time in seconds');
  }
  if (seconds < nowSeconds - toleranceSeconds) {
    throw new WebhookVerificationError('too_old', `the webhook was sent ${Math.round(nowSeconds - seconds)} s ago`);
  }
  if (seconds > nowSeconds + toleranceSeconds) {
    throw new WebhookVerificationError(
      'in_the_future',
      `the webhook was sent ${Math.round(seconds - nowSeconds)} s in the future; check the clock`,
    );
  }
  return new Date(seconds * 1_000);
}

function sign(secret: string, id: string, sentAt: Date, body: string): string {
  try {
    return new Webhook(secret).sign(id, sentAt, body);
  } catch (error) {
    throw new WebhookVerificationError('bad_secret', 'the secret is not of the form whsec_<base64>', { cause: error });
  }
}

function matches(given: readonly string[], expected: string): boolean {
  const wanted = Buffer.from(expected);
  return given.some((one) => {
    const candidate = Buffer.from(one);
    return one.startsWith(`${SCHEME},`) && candidate.length === wanted.length && timingSafeEqual(candidate, wanted);
  });
}

function parseEvent(body: string): VerifiedEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    throw new WebhookVerificationError('not_an_event', 'the body is not JSON', { cause: error });
  }
  const event = parsed as Partial<VerifiedEvent> | null;
  if (
    event === null ||
    typeof event !== 'object' ||
    event.specversion !== '1.0' ||
    typeof event.id !== 'string' ||
    typeof event.type !== 'string' ||
    typeof event.endpointid !== 'string'
  ) {
    throw new WebhookVerificationError('not_an_event', 'the body is not a CloudEvents 1.0 event of fundtrail');
  }
  return event as VerifiedEvent;
}
