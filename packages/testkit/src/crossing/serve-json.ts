import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is sent as JSON; `undefined` is HTTP 404. */
export type JsonAnswer = { readonly status?: number; readonly body: unknown } | undefined;

export type JsonServer = {
  /** Without a path, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Path and query of every request so far, in order. */
  readonly seen: readonly string[];
  close(): Promise<void>;
};

/** Serves answers to GET requests on a free port of the loopback interface. */
export async function serveJson(answer: (url: URL) => JsonAnswer): Promise<JsonServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://played');
    seen.push(`${url.pathname}${url.search}`);
    const told = request.method === 'GET' ? answer(url) : undefined;
    const { status = 200, body } = told ?? { status: 404, body: { code: 5, message: 'Not Found', details: [] } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
