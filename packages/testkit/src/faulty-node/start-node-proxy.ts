import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handle, NodeAnswer, NodeCall, NodeFault } from './calls.ts';

/** A node in front of a node, with the faults that a test wants it to have. */
export type NodeProxy = {
  readonly url: string;
  /** Every call so far in order, calls of a batch one by one. */
  readonly seen: readonly NodeCall[];
  /** How often a method was called; all calls when none is named. */
  count(method?: string): number;
  /** HTTP requests so far; a batch is one. */
  readonly posts: number;
  /** From the next call on it has these faults and no others. */
  setFaults(faults: readonly NodeFault[]): void;
  stop(): Promise<void>;
};

export type NodeProxyOptions = {
  /** URL of the node behind. */
  readonly target: string;
  readonly faults?: readonly NodeFault[];
};

type Call = NodeCall & { readonly id: unknown };

/** Starts the proxy on a free port of the loopback interface. What no fault touches is passed through as it is. */
export async function startNodeProxy(options: NodeProxyOptions): Promise<NodeProxy> {
  const seen: NodeCall[] = [];
  let posts = 0;
  let handle: Handle = passTo(options.target);
  const setFaults = (faults: readonly NodeFault[]): void => {
    const node = passTo(options.target);
    handle = faults.reduceRight<Handle>((next, fault) => (call) => fault(call, next, node), node);
  };
  setFaults(options.faults ?? []);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    posts += 1;
    const body = JSON.parse(await readText(request)) as Partial<Call> | readonly Partial<Call>[];
    const calls = [body].flat().map((call) => ({ id: call.id, method: call.method ?? '', params: call.params ?? [] }));
    const answers: { readonly call: Call; readonly answer: NodeAnswer }[] = [];
    for (const call of calls) {
      seen.push({ method: call.method, params: call.params });
      answers.push({ call, answer: await handle({ method: call.method, params: call.params }) });
    }
    send(response, answers, Array.isArray(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    count: (method) => (method === undefined ? seen.length : seen.filter((call) => call.method === method).length),
    get posts() {
      return posts;
    },
    setFaults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passTo(target: string): Handle {
  // fetch takes no user and password in a URL.
  const url = new URL(target);
  const { username, password } = url;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  return async ({ method, params }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(username === '' ? {} : { authorization }) },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const answer = (await response.json()) as {
      result?: unknown;
      error?: { code: number; message: string; data?: unknown } | null;
    };
    return answer.error === undefined || answer.error === null
      ? { kind: 'result', result: answer.result }
      : { kind: 'error', ...answer.error };
  };
}

/** What goes wrong with HTTP for one call of a batch goes wrong for all of it. */
function send(
  response: ServerResponse,
  answers: readonly { readonly call: Call; readonly answer: NodeAnswer }[],
  batch: boolean,
): void {
  const bodies: unknown[] = [];
  let status = 200;
  let cut = false;
  for (const { call, answer } of answers) {
    let id = call.id;
    let inner = answer;
    while (inner.kind === 'cut' || inner.kind === 'wrong_id') {
      if (inner.kind === 'cut') cut = true;
      else id = typeof id === 'number' ? id + 1_000_000 : `not ${String(id)}`;
      inner = inner.of;
    }
    if (inner.kind === 'reset') return void response.destroy();
    if (inner.kind === 'silence') return;
    if (inner.kind === 'http') {
      return void response.writeHead(inner.status, inner.headers ?? {}).end(inner.body ?? '');
    }
    if (inner.kind === 'error') {
      const { code, message, data } = inner;
      status = inner.status ?? status;
      bodies.push({ jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } });
    } else bodies.push({ jsonrpc: '2.0', id, result: inner.result ?? null });
  }
  const text = JSON.stringify(batch ? bodies : bodies[0]);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(cut ? text.slice(0, Math.floor(text.length / 2)) : text);
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
