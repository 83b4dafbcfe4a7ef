import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Webhook = { readonly id: string; readonly headers: IncomingHttpHeaders; readonly body: string };

/** A real receiver of webhooks. */
export type Receiver = {
  readonly url: string;
  /** In the order in which they came. */
  readonly received: readonly Webhook[];
  /** Takes this many without ever answering them, and then calls back; all others are answered. */
  swallow(count: number, then: () => void): void;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const received: Webhook[] = [];
  let left = 0;
  let swallowed = (): void => {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { headers } = request;
    received.push({ id: String(headers['webhook-id']), headers, body: Buffer.concat(chunks).toString() });
    if (left === 0) return void response.end();
    left -= 1;
    if (left === 0) swallowed();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    swallow: (count, then) => {
      left = count;
      swallowed = then;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
