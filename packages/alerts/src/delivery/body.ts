import type { WebhookEvent } from '../events.ts';
import type { Claim } from './claim.ts';

/** The exact text that is signed and sent; the same for every attempt at one endpoint. */
export function webhookBody(claim: Claim, source: string): string {
  const { subject, data } = readStored(claim.body);
  const event: WebhookEvent = {
    specversion: '1.0',
    id: claim.outboxId,
    source,
    type: claim.type,
    time: claim.createdAt.toISOString(),
    ...(subject === undefined ? {} : { subject }),
    datacontenttype: 'application/json',
    endpointid: claim.endpointId,
    data,
  };
  return JSON.stringify(event);
}

function readStored(body: unknown): { subject?: string; data: WebhookEvent['data'] } {
  const stored = body as { readonly subject?: string; readonly data?: WebhookEvent['data'] };
  return { ...(stored.subject === undefined ? {} : { subject: stored.subject }), data: stored.data ?? {} };
}
