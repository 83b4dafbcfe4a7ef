import { SourceError } from '@fundtrail/core';
import type { Http, HttpRequest } from '../../transport/http.ts';
import { type ListAnswer, readList, readNodeAnswer, readValue } from './answer.ts';
import { type Gaps, gapReason, NODE_GAP, PROXY_GAP } from './gaps.ts';
import { KIND_ACTIONS } from './kinds.ts';

/** Puts questions to one explorer. Every one of them names what it asks, so that what the explorer lacks is asked for once. */
export type ExplorerClient = {
  readonly source: string;
  /** A list of `module=account`, or of the module that the question names; `read` turns a row into what is kept, and is part of the check of the answer. */
  list<T>(question: ListQuestion, read: (row: unknown, number: number) => T, signal?: AbortSignal): Promise<ListOf<T>>;
  /** The answer of a question that has one value, as it stands under `result`. @throws SourceError `refused` where there is none */
  value(question: ListQuestion, signal?: AbortSignal): Promise<unknown>;
  /** The question of a node (`eth_…`), which Etherscan takes as `module=proxy` and Blockscout as JSON-RPC at `<path>/eth-rpc`. */
  node(question: NodeQuestion, signal?: AbortSignal): Promise<unknown>;
};

export type ListQuestion = {
  /** `account` when left out. */
  readonly module?: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** The answer can never change: its rows are of blocks that are final. It is looked up first, and kept for good once it was read. */
  readonly immutable?: boolean;
};

export type ListOf<T> =
  | { readonly kind: 'rows'; readonly rows: readonly T[]; readonly incomplete?: string }
  | { readonly kind: 'window' };

export type NodeQuestion = {
  readonly method: string;
  /** As the query of `module=proxy` names them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As JSON-RPC orders them. */
  readonly list: readonly unknown[];
  /** As of a list; null, which says "not known", is not kept. */
  readonly immutable?: boolean;
  /** Of an immutable answer: whether it is one indeed. What is not is told, and asked for again the next time. */
  readonly keeps?: (result: unknown) => boolean;
};

export type ClientOptions = {
  readonly http: Http;
  readonly url: URL;
  readonly chainNumber: string;
  readonly apiKey: string | undefined;
  readonly source: string;
  readonly gaps: Gaps;
};

export function createExplorerClient(options: ClientOptions): ExplorerClient {
  const { http, source, gaps } = options;

  function url(parameters: Readonly<Record<string, string | number>>): URL {
    const target = new URL(options.url);
    // Etherscan V2 serves all chains from one host; others ignore the parameter.
    if (!target.searchParams.has('chainid')) target.searchParams.set('chainid', options.chainNumber);
    for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, String(value));
    if (options.apiKey !== undefined) target.searchParams.set('apikey', options.apiKey);
    return target;
  }

  function kept(
    question: Pick<NodeQuestion, 'immutable' | 'keeps'>,
    ...of: readonly unknown[]
  ): Pick<HttpRequest, 'immutable'> {
    if (question.immutable !== true) return {};
    const { keeps } = question;
    return { immutable: { of: [options.chainNumber, ...of], ...(keeps === undefined ? {} : { keeps }) } };
  }

  return {
    source,
    list<T>(
      question: ListQuestion,
      read: (row: unknown, number: number) => T,
      signal?: AbortSignal,
    ): Promise<ListOf<T>> {
      const withSignal = signal === undefined ? {} : { signal };
      const target = url({ module: question.module ?? 'account', action: question.action, ...question.parameters });
      const ask = (): Promise<ListOf<T>> =>
        http.ask({ url: target, ...withSignal, ...kept(question, question.action, question.parameters) }, (json) =>
          mapRows(readList(json, source), read),
        );
      // An explorer without its main list is a wrong address, not a gap to remember.
      return question.action === KIND_ACTIONS.native ? ask() : gaps.ask(question.action, ask);
    },
    value({ module = 'account', action, parameters }, signal) {
      const target = url({ module, action, ...parameters });
      const request = { url: target, ...(signal === undefined ? {} : { signal }) };
      return gaps.ask(action, () => http.ask(request, (json) => readValue(json, source)));
    },
    async node(question, signal) {
      const how = {
        ...(signal === undefined ? {} : { signal }),
        ...kept(question, question.method, question.list),
        unwrap: (json: unknown): unknown => readNodeAnswer(json, source),
      };
      const read = (result: unknown): unknown => result;
      try {
        const target = url({ module: 'proxy', action: question.method, ...question.parameters });
        return await gaps.ask(PROXY_GAP, () => http.ask({ url: target, ...how }, read));
      } catch (error) {
        if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
      }
      const body = { jsonrpc: '2.0', id: 1, method: question.method, params: question.list };
      const target = new URL(options.url);
      target.pathname = `${target.pathname.replace(/\/+$/, '')}/eth-rpc`;
      try {
        return await gaps.ask(NODE_GAP, () => http.ask({ url: target, body, ...how }, read));
      } catch (error) {
        if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
        throw new SourceError('unsupported', source, gapReason(PROXY_GAP));
      }
    },
  };
}

function mapRows<T>(answer: ListAnswer, read: (row: unknown, number: number) => T): ListOf<T> {
  return answer.kind === 'window' ? answer : { ...answer, rows: answer.rows.map((row, at) => read(row, at + 1)) };
}
