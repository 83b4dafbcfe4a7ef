import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from './answers.ts';
import type { Fault, FaultRule, RecordedRequest } from './faults.ts';

export type ServeOptions = {
  /** What is sent as JSON under HTTP 200 where no fault says otherwise; a rejection is HTTP 500. */
  readonly answer: (parameters: URLSearchParams) => Promise<unknown>;
  /** A free one when left out. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly faults?: FaultRule | undefined;
};

export type RequestCounts = {
  readonly total: number;
  readonly byAction: ReadonlyMap<string, number>;
  readonly byAddress: ReadonlyMap<string, number>;
};

/** A real HTTP server that speaks an explorer's dialect at `/api`. */
export type ExplorerServer = {
  /** The API's address, e.g. `http://127.0.0.1:41234/api`. */
  readonly url: string;
  requests(): RequestCounts;
  close(): Promise<void>;
};

/** Starts the server on loopback unless `host` says otherwise. @throws when the port is taken. */
export async function serveExplorer(options: ServeOptions): Promise<ExplorerServer> {
  const byAction = new Map<string, number>();
  const byAddress = new Map<string, number>();
  let total = 0;

  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://recorded');
    if (url.pathname !== '/api' || incoming.method !== 'GET') {
      incoming.resume();
      total += 1;
      response.writeHead(404).end();
      return;
    }
    total += 1;
    const request: RecordedRequest = {
      number: total,
      action: url.searchParams.get('action') ?? '',
      address: url.searchParams.get('address')?.toLowerCase() ?? '',
      parameters: url.searchParams,
    };
    count(byAction, request.action);
    if (request.address !== '') count(byAddress, request.address);
    options.answer(url.searchParams).then(
      (answer) => send(response, answer, options.faults?.(request)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });

  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/api`,
    requests: () => ({ total, byAction: new Map(byAction), byAddress: new Map(byAddress) }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, answer: unknown, fault: Fault | undefined): void {
  if (fault === undefined) sendJson(response, answer);
  else if (fault.kind === 'rate_limit') sendJson(response, refusal('Max calls per sec rate limit reached (3/sec)'));
  else if (fault.kind === 'error') sendJson(response, refusal(fault.text));
  else if (fault.kind === 'answer') sendJson(response, fault.json);
  else if (fault.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><body>Just a moment...</body>');
  } else if (fault.kind === 'cut') {
    const body = JSON.stringify(answer);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body.slice(0, body.length / 2));
  } else if (fault.kind === 'http') {
    const wait = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    response.writeHead(fault.status, wait).end();
  } else if (fault.kind === 'reset') response.destroy();
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
