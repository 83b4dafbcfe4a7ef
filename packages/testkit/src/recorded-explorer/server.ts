import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, answerFrom, refusal } from './answers.ts';
import type { Fault, FaultRule, RecordedRequest } from './faults.ts';
import { openRecording } from './recording.ts';

export type RecordedExplorerOptions = {
  /** Holds `txlist/<address>.json.gz`, and `txlistinternal/` and `tokentx/` where they were recorded. */
  readonly folder: string;
  /** A free one when left out. */
  readonly port?: number;
  readonly host?: string;
  /** Rows a page holds at most; Etherscan's 10,000 when left out. */
  readonly rowCap?: number;
  /** `page * offset` is refused beyond this; 10,000 when left out. */
  readonly window?: number;
  readonly apiKey?: string;
  readonly faults?: FaultRule;
};

export type RequestCounts = {
  readonly total: number;
  readonly byAction: ReadonlyMap<string, number>;
  readonly byAddress: ReadonlyMap<string, number>;
};

/** A real HTTP server that answers like an explorer, from recorded answers only: what was not recorded is an error, never empty. */
export type RecordedExplorer = {
  /** The API's address, e.g. `http://127.0.0.1:41234/api`. */
  readonly url: string;
  /** Accounts with a recorded `txlist`. */
  readonly accounts: readonly string[];
  requests(): RequestCounts;
  close(): Promise<void>;
};

const ROW_CAP = 10_000;
const WINDOW = 10_000;

/** Starts the server on loopback unless `host` says otherwise. @throws when the port is taken. */
export async function startRecordedExplorer(options: RecordedExplorerOptions): Promise<RecordedExplorer> {
  const recording = openRecording(options.folder);
  const answers = { rowCap: options.rowCap ?? ROW_CAP, window: options.window ?? WINDOW, apiKey: options.apiKey };
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
    answerFrom(recording, url.searchParams, answers).then(
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
    accounts: recording.accounts,
    requests: () => ({ total, byAction: new Map(byAction), byAddress: new Map(byAddress) }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
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
