import { NotFoundError } from '@fundtrail/core';
import { type Cases, type CaseView, type Chains, type CrossingRowView, noWayHint } from '@fundtrail/tracer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openApiDocument } from '../contract/document.ts';
import type { OperationId } from '../contract/operations.ts';
import type { EventStreams } from '../server-events.ts';
import { listCases } from './list-cases.ts';
import { type KnownSources, type NewCaseBody, readCase } from './read-case.ts';
import { readSeeds, type SeedsBody } from './read-seeds.ts';
import { type PageQuery, readAccount, readPage, readTainted, type TaintedQuery } from './read-tainted.ts';

/** Answers one operation; the request fits the operation's schemas. */
export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export type HandlerDependencies = KnownSources & {
  readonly cases: Cases;
  readonly chains: Chains;
  readonly events: EventStreams;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
};

/** As made by `createCase`; anything else names no case, and may not even be text that a database takes. */
const CASE_ID = /^[0-9a-z]{1,32}$/;

export function createHandlers(deps: HandlerDependencies): Readonly<Record<OperationId, Handler>> {
  const { cases, events } = deps;
  const document = openApiDocument();

  const change = async (request: FastifyRequest, act: (id: string) => Promise<void>): Promise<CaseView> => {
    const id = caseId(request);
    await act(id);
    return cases.show(id);
  };

  return {
    createCase: async (request, reply) => {
      const id = await cases.create(await readCase(request.body as NewCaseBody, deps));
      reply.header('location', `/v1/cases/${id}`);
      return cases.show(id);
    },
    listCases: (request) => listCases(cases, readPage(request.query as PageQuery)),
    getCase: (request) => cases.show(caseId(request)),
    addSeeds: (request) => change(request, (id) => cases.addSeeds(id, readSeeds(request.body as SeedsBody))),
    pauseCase: (request) => change(request, (id) => cases.pause(id, 'paused over the API')),
    resumeCase: (request) => change(request, (id) => cases.resume(id)),
    cancelCase: (request) => change(request, (id) => cases.cancel(id)),
    watchCase: async (request, reply) => {
      const { id } = await cases.show(caseId(request));
      return events.send(request, reply, (signal) => cases.progress(id, signal));
    },
    listTainted: (request) => {
      const query = request.query as TaintedQuery;
      return cases.tainted(caseId(request), readTainted(query), readPage(query));
    },
    getPath: async (request) => {
      const { account } = request.params as { readonly account: string };
      const holder = readAccount(account);
      const paths = await cases.path(caseId(request), holder);
      if (paths.length > 0) return paths;
      throw new NotFoundError(`${account} received nothing tainted in this case`, {
        remedy: noWayHint(holder) ?? 'Seeds have no way back; see …/tainted for the accounts that have.',
      });
    },
    listCrossings: (request) => {
      const { state } = request.query as { readonly state?: CrossingRowView['state'] };
      return cases.crossings(caseId(request), state === undefined ? {} : { state });
    },
    getResult: (request) => cases.result(caseId(request)),
    listChains: () => deps.chains.list(),
    getHealth: async () => {
      await deps.ping();
      return { status: 'ok' };
    },
    getDescription: async () => document,
  };
}

function caseId(request: FastifyRequest): string {
  const { id } = request.params as { readonly id: string };
  if (CASE_ID.test(id)) return id;
  throw new NotFoundError(`there is no case ${JSON.stringify(id)}`, { remedy: 'See GET /v1/cases.' });
}
