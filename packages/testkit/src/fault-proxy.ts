import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request instead of its answer. */
export type Fault =
  /** A JSON-RPC error; `status` where the provider sends one other than 200. */
  | { readonly kind: 'rpc'; readonly code: number; readonly message: string; readonly status?: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The node's answer is cut after so many characters. */
  | { readonly kind: 'cut'; readonly characters: number }
  /** The connection is dropped without an answer. */
  | { readonly kind: 'drop' }
  /** The connection is dropped in the middle of the node's answer. */
  | { readonly kind: 'break' }
  /** Nothing comes at all: only for clients with a time limit of their own. */
  | { readonly kind: 'silence' }
  /** The parsed answer is replaced by another; a text is sent as it is. */
  | { readonly kind: 'rewrite'; readonly rewrite: (answer: Readonly<Record<string, unknown>>) => unknown }
  /** The result is replaced. */
  | { readonly kind: 'result'; readonly result: unknown };

/** One JSON-RPC request as the proxy saw it; `place` counts the requests of its method from 0. */
export type SeenRequest = {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly place: number;
  readonly headers: IncomingHttpHeaders;
};

/** A node in front of a node, whose answers can be made to fail the ways that real providers fail. */
export type FaultProxy = {
  readonly url: string;
  /** Every request so far, faulty or not, in order. */
  readonly seen: readonly SeenRequest[];
  stop(): Promise<void>;
};

export type FaultProxyOptions = {
  /** The node behind. */
  readonly target: string;
  /** Decides per request; undefined lets it pass. */
  readonly fault?: (request: SeenRequest) => Fault | undefined;
};

/** Starts a proxy on a free port of the loopback interface. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const seen: SeenRequest[] = [];
  const places = new Map<string, number>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readText(request);
    const call = JSON.parse(body) as { id: unknown; method: string; params?: unknown[] };
    const place = places.get(call.method) ?? 0;
    places.set(call.method, place + 1);
    const known: SeenRequest = { method: call.method, params: call.params ?? [], place, headers: request.headers };
    seen.push(known);
    const fault = options.fault?.(known);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'drop') return void response.destroy();
    if (fault?.kind === 'status') {
      return void response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
    }
    if (fault?.kind === 'rpc') {
      const error = { code: fault.code, message: fault.message };
      return sendJson(response, { jsonrpc: '2.0', id: call.id, error }, fault.status);
    }
    if (fault?.kind === 'result') return sendJson(response, { jsonrpc: '2.0', id: call.id, result: fault.result });
    const passed = await fetch(options.target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await passed.text();
    if (fault?.kind === 'break') {
      response.writeHead(passed.status, { 'content-length': Buffer.byteLength(text) });
      return void response.write(text.slice(0, text.length / 2), () => response.destroy());
    }
    response.writeHead(passed.status, { 'content-type': 'application/json' }).end(changed(text, fault));
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function changed(text: string, fault: Fault | undefined): string {
  if (fault?.kind === 'cut') return text.slice(0, fault.characters);
  if (fault?.kind !== 'rewrite') return text;
  const answer = fault.rewrite(JSON.parse(text));
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
