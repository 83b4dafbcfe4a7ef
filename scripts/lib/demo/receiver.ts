import { createServer, type IncomingMessage } from 'node:http';
import { type VerifiedEvent, verifyWebhook } from '@fundtrail/client';

/** One webhook as it arrived. */
export type Alert = {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly verification:
    | { readonly ok: true; readonly event: VerifiedEvent }
    | { readonly ok: false; readonly reason: string };
};

/** What an exchange would run: an HTTP server that takes webhooks and believes only those that verify. */
export type Receiver = {
  readonly url: string;
  /** In the order of arrival. */
  readonly alerts: readonly Alert[];
  /** Tells it the endpoint's id and secret; what comes before is refused. */
  expect(endpointId: string, secret: string): void;
  close(): Promise<void>;
};

const SHOWN_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-type', 'user-agent'];

export async function startReceiver(onAlert: (alert: Alert) => void): Promise<Receiver> {
  const alerts: Alert[] = [];
  let expected: { readonly endpointId: string; readonly secret: string } | undefined;
  const verify = (headers: IncomingMessage['headers'], body: Buffer): Alert['verification'] => {
    if (expected === undefined) return { ok: false, reason: 'no endpoint is known yet' };
    try {
      return { ok: true, event: verifyWebhook({ headers, body, ...expected }) };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const receivedAt = Date.now();
    const body = Buffer.concat(chunks);
    const verification = verify(request.headers, body);
    response.writeHead(verification.ok ? 204 : 400).end();
    const headers = Object.fromEntries(SHOWN_HEADERS.map((name) => [name, String(request.headers[name] ?? '')]));
    const alert = { headers, bytes: body.length, receivedAt, verification };
    alerts.push(alert);
    onAlert(alert);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/fundtrail`,
    alerts,
    expect: (endpointId, secret) => {
      expected = { endpointId, secret };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
