import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFrom, type EsploraAnswer, routeOf } from './answers.ts';
import type { EsploraBackend } from './backend.ts';
import type { EsploraFault, EsploraFaultRule, EsploraRequest } from './faults.ts';

export type EsploraServerOptions = {
  /** The chain that is shown: `createUtxoBook`, or a node by `startEsploraOverNode`. */
  readonly backend: EsploraBackend;
  readonly faults?: EsploraFaultRule;
  /** Blocks that it is behind its chain. */
  readonly lag?: number;
  /** Transactions of a page of an address; 25 when left out. */
  readonly pageSize?: number;
  /** A free one when left out. */
  readonly port?: number;
  readonly host?: string;
};

/** A real HTTP server that speaks the dialect of Esplora at `/api`. */
export type EsploraServer = {
  /** The API's address, e.g. `http://127.0.0.1:41234/api`. */
  readonly url: string;
  /** Since it was started, or since `forget`. */
  requests(): { readonly total: number; readonly byRoute: ReadonlyMap<string, number> };
  /** Every request so far, in order. */
  readonly seen: readonly EsploraRequest[];
  /** Counts from 0 again. */
  forget(): void;
  setFaults(faults: EsploraFaultRule | undefined): void;
  setLag(blocks: number): void;
  close(): Promise<void>;
};

const PAGE_SIZE = 25;
const PREFIX = '/api';

/** Starts the server on loopback unless `host` says otherwise. @throws when the port is taken. */
export async function startEsplora(options: EsploraServerOptions): Promise<EsploraServer> {
  const { backend, pageSize = PAGE_SIZE, host = '127.0.0.1' } = options;
  let { faults, lag = 0 } = options;
  let seen: EsploraRequest[] = [];
  const byRoute = new Map<string, number>();

  async function serve(target: string, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(target, 'http://esplora');
    const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : pathname;
    const route = routeOf(path);
    const place = (byRoute.get(route) ?? 0) + 1;
    byRoute.set(route, place);
    const request = { number: seen.length + 1, place, route, path };
    seen.push(request);
    const fault = faults?.(request);
    await backend.refresh();
    const asked = fault?.kind === 'instead' ? fault.path : path;
    const behind = lag + (fault?.kind === 'lag' ? fault.blocks : 0);
    send(response, await answerFrom(backend, asked, { lag: behind, pageSize }), fault);
  }

  const server = createServer((request, response) => {
    serve(request.url ?? '/', response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}${PREFIX}`,
    requests: () => ({ total: seen.length, byRoute: new Map(byRoute) }),
    get seen() {
      return seen;
    },
    forget() {
      seen = [];
      byRoute.clear();
    },
    setFaults(next) {
      faults = next;
    },
    setLag(blocks) {
      lag = blocks;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, answer: EsploraAnswer, fault: EsploraFault | undefined): void {
  if (fault?.kind === 'reset') return void response.destroy();
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'http') {
    const wait = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    return void response.writeHead(fault.status, wait).end(fault.body ?? '');
  }
  if (fault?.kind === 'html') {
    const page = '<!DOCTYPE html><body>Just a moment...</body>';
    return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  }
  if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(fault.text);
  const body = bodyOf(answer, fault);
  const status = answer.kind === 'refusal' ? answer.status : 200;
  response.writeHead(status, { 'content-type': TYPES[answer.kind] });
  response.end(fault?.kind === 'cut' ? body.subarray(0, Math.floor(body.length / 2)) : body);
}

const TYPES = {
  json: 'application/json',
  text: 'text/plain',
  bytes: 'application/octet-stream',
  refusal: 'text/plain',
} as const;

function bodyOf(answer: EsploraAnswer, fault: EsploraFault | undefined): Uint8Array {
  if (answer.kind === 'bytes') return answer.bytes;
  if (answer.kind !== 'json') return Buffer.from(answer.text, 'utf8');
  const told = fault?.kind === 'change' ? fault.change(answer.json) : answer.json;
  return Buffer.from(JSON.stringify(told), 'utf8');
}
