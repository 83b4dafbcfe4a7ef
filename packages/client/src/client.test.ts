import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { type Client, createClient } from './create-client.ts';
import type { CaseProgress } from './watch-case.ts';

const KEY = `ftk_${'k'.repeat(43)}`;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Asked = { readonly method: string; readonly url: string; readonly key: string };

/** A server that answers its n-th request with the n-th answer, the last one again and again. */
async function serve(
  ...answers: readonly ((request: IncomingMessage, response: ServerResponse) => void)[]
): Promise<{ readonly client: Client; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const started = createServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({
      method: request.method ?? '',
      url: request.url ?? '',
      key: (request.headers.authorization ?? '').replace('Bearer ', ''),
    });
    answer?.(request, response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  return { client: createClient({ url: `http://127.0.0.1:${port}/`, key: KEY }), asked };
}

function json(status: number, body: unknown): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(body));
  };
}

/** Answers with a stream; without an `end` it is cut as if the server had gone. */
function events(flows: readonly number[], end: boolean): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': still here\n\n');
    for (const count of flows) response.write(`event: progress\ndata: ${JSON.stringify({ flows: count })}\n\n`);
    if (end) response.end('event: end\ndata: {}\n\n');
    else setTimeout(() => response.destroy(), 50);
  };
}

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw new TypeError(`not an ApiError: ${String(error)}`);
}

async function flowsOf(watched: AsyncIterable<CaseProgress>): Promise<readonly number[]> {
  const flows: number[] = [];
  for await (const progress of watched) flows.push(progress.flows);
  return flows;
}

test('sends the key, and every part of an address encoded', async () => {
  const { client, asked } = await serve(json(200, []));
  await client.getPath('a/b?c', 'eip155:1:0xAB');
  await client.listTainted('x', { min_origin: '5', asset: 'eip155:1/slip44:60' });
  expect(asked).toEqual([
    { method: 'GET', url: '/v1/cases/a%2Fb%3Fc/path/eip155%3A1%3A0xAB', key: KEY },
    { method: 'GET', url: '/v1/cases/x/tainted?min_origin=5&asset=eip155%3A1%2Fslip44%3A60', key: KEY },
  ]);
});

test('tells a problem with its field and remedy', async () => {
  const problem = {
    type: 'urn:fundtrail:problem:invalid_input',
    title: 'The request is not valid',
    status: 400,
    detail: 'must be integer',
    field: 'max_hops',
    remedy: 'See /openapi.json for the form.',
  };
  const { client } = await serve(json(400, problem));
  const error = await failureOf(client.createCase({ seeds: ['x'] }));
  expect(error).toMatchObject({ status: 400, problem, retryable: false, message: 'max_hops: must be integer' });
});

test('tells what is no problem document by its status alone', async () => {
  const { client } = await serve((_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<h1>Bad Gateway</h1>');
  });
  const error = await failureOf(client.getCase('x'));
  expect(error).toMatchObject({ status: 502, problem: undefined, retryable: true });
});

test('tells an API that is not there, without the key', async () => {
  const client = createClient({ url: 'http://127.0.0.1:1', key: KEY });
  const error = await failureOf(client.listCases());
  expect(error).toMatchObject({ status: 0, retryable: true });
  expect(`${error.stack} ${String(error.cause)}`).not.toContain(KEY);
});

test('goes through all pages of tainted accounts, as far as they are wanted', async () => {
  const { client, asked } = await serve(
    json(200, { items: [{ account: 'a' }, { account: 'b' }], next_cursor: 'n1' }),
    json(200, { items: [{ account: 'c' }], next_cursor: null }),
  );
  const seen: string[] = [];
  for await (const account of client.eachTainted('x', { kind: 'exchange' })) seen.push(account.account);
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(asked.map((request) => request.url)).toEqual([
    '/v1/cases/x/tainted?kind=exchange',
    '/v1/cases/x/tainted?kind=exchange&cursor=n1',
  ]);
});

test('watches a case to its end', async () => {
  const { client, asked } = await serve(events([1, 2, 3], true));
  expect(await flowsOf(client.watchCase('x'))).toEqual([1, 2, 3]);
  expect(asked).toEqual([{ method: 'GET', url: '/v1/cases/x/events', key: KEY }]);
});

test('takes a watch up again when its stream is cut', async () => {
  const { client, asked } = await serve(events([1], false), json(503, {}), events([2, 3], true));
  expect(await flowsOf(client.watchCase('x'))).toEqual([1, 2, 3]);
  expect(asked).toHaveLength(3);
});

test('does not take a watch up again that the API refuses', async () => {
  const { client, asked } = await serve(json(404, { title: 'Not found', status: 404, detail: 'there is no case x' }));
  expect(await failureOf(flowsOf(client.watchCase('x')))).toMatchObject({ status: 404 });
  expect(asked).toHaveLength(1);
});

test('lets go of the stream when the watcher stops or its signal says so', async () => {
  let open = 0;
  const { client } = await serve((request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: progress\ndata: {"flows":1}\n\n');
    request.resume();
  });
  for await (const progress of client.watchCase('x')) {
    expect(progress.flows).toBe(1);
    expect(open).toBe(1);
    break;
  }
  await expect.poll(() => open).toBe(0);

  const stop = new AbortController();
  const flows: number[] = [];
  for await (const progress of client.watchCase('x', { signal: stop.signal })) {
    flows.push(progress.flows);
    setTimeout(() => stop.abort(), 20);
  }
  expect(flows).toEqual([1]);
  await expect.poll(() => open).toBe(0);
});
