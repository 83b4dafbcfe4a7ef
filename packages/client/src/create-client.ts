import createFetchClient from 'openapi-fetch';
import type { components, operations, paths } from './api.generated.ts';
import { errorOf, notReached } from './api-error.ts';
import { type CaseProgress, type WatchOptions, watchEvents } from './watch-case.ts';

type Schemas = components['schemas'];
type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>;

export type NewCase = Schemas['NewCase'];
export type NewSeeds = Schemas['NewSeeds'];
export type Case = Schemas['Case'];
export type CasePage = Schemas['CasePage'];
export type TaintedAccount = Schemas['Account'];
export type TaintedPage = Schemas['TaintedPage'];
export type TaintedQuery = Query<'listTainted'>;
export type Path = Schemas['Path'];
export type TraceResult = Schemas['TraceResult'];

/** Everything that the HTTP API can be asked. Every method rejects with `ApiError`. */
export type Client = {
  createCase(input: NewCase): Promise<Case>;
  listCases(query?: Query<'listCases'>): Promise<CasePage>;
  getCase(id: string): Promise<Case>;
  addSeeds(id: string, input: NewSeeds): Promise<Case>;
  pauseCase(id: string): Promise<Case>;
  resumeCase(id: string): Promise<Case>;
  cancelCase(id: string): Promise<Case>;
  /** Progress at once and at every change, until the case rests; connects again when the stream is cut. */
  watchCase(id: string, options?: WatchOptions): AsyncGenerator<CaseProgress, void>;
  listTainted(id: string, query?: TaintedQuery): Promise<TaintedPage>;
  /** Every tainted account that fits, page after page as they are needed. */
  eachTainted(id: string, query?: Omit<TaintedQuery, 'cursor'>): AsyncGenerator<TaintedAccount, void>;
  /** @param account CAIP-10 */
  getPath(id: string, account: string): Promise<readonly Path[]>;
  getResult(id: string): Promise<TraceResult>;
  /** Resolves when the API and its database answer. */
  getHealth(): Promise<{ readonly status: 'ok' }>;
  getDescription(): Promise<Readonly<Record<string, unknown>>>;
};

export type ClientOptions = {
  /** Of the API, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** As shown by `fundtrail key create`. */
  readonly key: string;
  /** Another `fetch`, e.g. with a proxy or a timeout; the global one when left out. */
  readonly fetch?: typeof fetch;
};

/**
 * A client of the HTTP API, typed by its OpenAPI document.
 * @example
 * const fundtrail = createClient({ url: 'http://127.0.0.1:8080', key });
 * const { id } = await fundtrail.createCase({ seeds: ['eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96'] });
 * for await (const progress of fundtrail.watchCase(id)) show(progress.flows);
 */
export function createClient(options: ClientOptions): Client {
  const baseUrl = options.url.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${options.key}` };
  const ask = options.fetch ?? fetch;
  const api = createFetchClient<paths>({ baseUrl, headers, fetch: (request) => ask(request) });
  const of = (id: string) => ({ params: { path: { id } } });

  const listTainted: Client['listTainted'] = (id, query = {}) =>
    dataOf(api.GET('/v1/cases/{id}/tainted', { params: { path: { id }, query } }));

  return {
    createCase: (body) => dataOf(api.POST('/v1/cases', { body })),
    listCases: (query = {}) => dataOf(api.GET('/v1/cases', { params: { query } })),
    getCase: (id) => dataOf(api.GET('/v1/cases/{id}', of(id))),
    addSeeds: (id, body) => dataOf(api.POST('/v1/cases/{id}/seeds', { ...of(id), body })),
    pauseCase: (id) => dataOf(api.POST('/v1/cases/{id}/pause', of(id))),
    resumeCase: (id) => dataOf(api.POST('/v1/cases/{id}/resume', of(id))),
    cancelCase: (id) => dataOf(api.POST('/v1/cases/{id}/cancel', of(id))),
    watchCase: (id, watch = {}) =>
      watchEvents({ url: `${baseUrl}/v1/cases/${encodeURIComponent(id)}/events`, headers, fetch: ask }, watch),
    listTainted,
    eachTainted: async function* (id, query = {}) {
      let cursor: string | null = null;
      do {
        const page: TaintedPage = await listTainted(id, { ...query, ...(cursor === null ? {} : { cursor }) });
        yield* page.items;
        cursor = page.next_cursor;
      } while (cursor !== null);
    },
    getPath: (id, account) => dataOf(api.GET('/v1/cases/{id}/path/{account}', { params: { path: { id, account } } })),
    getResult: (id) => dataOf(api.GET('/v1/cases/{id}/result', of(id))),
    getHealth: () => dataOf(api.GET('/healthz')),
    getDescription: () => dataOf(api.GET('/openapi.json')),
  };
}

async function dataOf<Data>(
  answer: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await answer.catch((cause: unknown) => Promise.reject(notReached(cause)));
  if (!response.ok || data === undefined) throw errorOf(response, error);
  return data;
}
