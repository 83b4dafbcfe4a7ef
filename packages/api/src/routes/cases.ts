import {
  type ChainId,
  InputError,
  NotFoundError,
  POLICIES,
  type Policy,
  parseAccount,
  parseChain,
  parsePolicies,
  parseShare,
  splitAccountId,
  type TotalKind,
} from '@fundtrail/core';
import {
  type CaseSpec,
  type Cases,
  DEFAULT_LIMITS,
  parseSeed,
  type SeedInput,
  type SourceSpec,
} from '@fundtrail/tracer';
import type { FastifyInstance } from 'fastify';
import {
  caseIdSchema,
  caseSchema,
  newCaseSchema,
  pathSchema,
  problemSchema,
  seedsSchema,
  taintedPageSchema,
  taintedQuerySchema,
} from '../schemas.ts';
import { sendEvents } from '../server-events.ts';

type SeedBody =
  | string
  | { readonly seed: string; readonly from_block?: number; readonly asset?: string; readonly amount?: string };

type NewCaseBody = {
  readonly name?: string;
  readonly reference?: string;
  readonly seeds: readonly SeedBody[];
  readonly chain?: string;
  readonly dataset?: string;
  readonly policies?: readonly string[];
  readonly floor?: string;
  readonly floor_usd?: string;
  readonly max_hops?: number;
  readonly max_accounts?: number;
  readonly max_requests?: number;
  readonly until?: string;
  readonly follow?: boolean;
};

type TaintedQuery = {
  readonly policy?: Policy;
  readonly chain?: string;
  readonly asset?: string;
  readonly kind?: TotalKind;
  readonly account?: string;
  readonly min_origin?: string;
  readonly cursor?: string;
  readonly limit: number;
};

export type CaseRoutesOptions = {
  readonly cases: Cases;
  /** The configured source of a chain; undefined when none is. A request cannot name a URL: it would be called from here. */
  sourceOf(chain: ChainId): SourceSpec | undefined;
};

const ERRORS = { 400: problemSchema, 401: problemSchema, 404: problemSchema } as const;

/** `/v1/cases…` */
export async function caseRoutes(app: FastifyInstance, { cases, sourceOf }: CaseRoutesOptions): Promise<void> {
  app.post<{ Body: NewCaseBody }>(
    '/cases',
    {
      schema: {
        operationId: 'createCase',
        summary: 'Start a case',
        tags: ['cases'],
        body: newCaseSchema,
        response: { 201: caseSchema, ...ERRORS },
      },
    },
    async (request, reply) => {
      const id = await cases.create(readCase(request.body, sourceOf));
      return reply
        .code(201)
        .header('location', `/v1/cases/${id}`)
        .send(await cases.show(id));
    },
  );

  app.get(
    '/cases',
    {
      schema: {
        operationId: 'listCases',
        summary: 'All cases',
        tags: ['cases'],
        response: { 200: { type: 'array', items: caseSchema }, 401: problemSchema },
      },
    },
    async () => cases.list(),
  );

  app.get<{ Params: { id: string } }>(
    '/cases/:id',
    {
      schema: {
        operationId: 'getCase',
        summary: 'One case',
        tags: ['cases'],
        params: caseIdSchema,
        response: { 200: caseSchema, ...ERRORS },
      },
    },
    async (request) => cases.show(request.params.id),
  );

  app.post<{ Params: { id: string }; Body: { seeds: readonly SeedBody[]; chain?: string } }>(
    '/cases/:id/seeds',
    {
      schema: {
        operationId: 'addSeeds',
        summary: 'Add seeds to a case',
        tags: ['cases'],
        params: caseIdSchema,
        body: seedsSchema,
        response: { 202: caseSchema, 409: problemSchema, ...ERRORS },
      },
    },
    async (request, reply) => {
      await cases.addSeeds(request.params.id, readSeeds(request.body.seeds, request.body.chain));
      return reply.code(202).send(await cases.show(request.params.id));
    },
  );

  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    app.post<{ Params: { id: string } }>(
      `/cases/:id/${verb}`,
      {
        schema: {
          operationId: `${verb}Case`,
          summary: `${verb[0]?.toUpperCase()}${verb.slice(1)} a case`,
          tags: ['cases'],
          params: caseIdSchema,
          response: { 200: caseSchema, 409: problemSchema, ...ERRORS },
        },
      },
      async (request) => {
        if (verb === 'pause') await cases.pause(request.params.id, 'paused over the API');
        else await cases[verb](request.params.id);
        return cases.show(request.params.id);
      },
    );
  }

  app.get<{ Params: { id: string }; Querystring: TaintedQuery }>(
    '/cases/:id/tainted',
    {
      schema: {
        operationId: 'listTainted',
        summary: 'Tainted accounts, page by page',
        tags: ['results'],
        params: caseIdSchema,
        querystring: taintedQuerySchema,
        response: { 200: taintedPageSchema, ...ERRORS },
      },
    },
    async (request) => {
      const { policy, chain, asset, kind, account, min_origin, cursor, limit } = request.query;
      return cases.tainted(
        request.params.id,
        {
          ...(policy === undefined ? {} : { policy }),
          ...(chain === undefined ? {} : { chain: parseChain(chain) }),
          ...(asset === undefined ? {} : { asset }),
          ...(kind === undefined ? {} : { kind }),
          ...(account === undefined ? {} : { account: accountOf(account) }),
          ...(min_origin === undefined ? {} : { minOrigin: BigInt(min_origin) }),
        },
        { limit, ...(cursor === undefined ? {} : { cursor }) },
      );
    },
  );

  app.get<{ Params: { id: string; account: string } }>(
    '/cases/:id/path/:account',
    {
      schema: {
        operationId: 'getPath',
        summary: 'The way back from an account to a seed',
        tags: ['results'],
        response: { 200: pathSchema, ...ERRORS },
      },
    },
    async (request) => {
      const paths = await cases.path(request.params.id, accountOf(request.params.account));
      if (paths.length === 0)
        throw new NotFoundError(`${request.params.account} received nothing tainted in this case`);
      return paths;
    },
  );

  app.get<{ Params: { id: string } }>(
    '/cases/:id/result',
    {
      schema: {
        operationId: 'getResult',
        summary: 'The whole result, as `fundtrail trace --json` prints it',
        tags: ['results'],
        params: caseIdSchema,
        response: { 200: { type: 'object', additionalProperties: true }, ...ERRORS },
      },
    },
    async (request) => cases.result(request.params.id),
  );

  app.get<{ Params: { id: string } }>(
    '/cases/:id/events',
    {
      schema: {
        operationId: 'watchCase',
        summary: 'Progress as server-sent events',
        tags: ['cases'],
        params: caseIdSchema,
      },
    },
    async (request, reply) => {
      await cases.show(request.params.id);
      return sendEvents(request, reply, (signal) => cases.progress(request.params.id, signal));
    },
  );
}

function readCase(body: NewCaseBody, sourceOf: CaseRoutesOptions['sourceOf']): CaseSpec {
  const seeds = readSeeds(body.seeds, body.chain);
  return {
    name: body.name ?? `Case of ${new Date().toISOString().slice(0, 10)}`,
    ...(body.reference === undefined ? {} : { reference: body.reference }),
    seeds,
    policies: parsePolicies(body.policies ?? POLICIES),
    limits: {
      floor: body.floor === undefined ? DEFAULT_LIMITS.floor : parseShare(body.floor),
      floorUsd: body.floor_usd ?? null,
      maxHops: body.max_hops ?? DEFAULT_LIMITS.maxHops,
      maxAccounts: body.max_accounts ?? DEFAULT_LIMITS.maxAccounts,
      maxRequests: body.max_requests ?? DEFAULT_LIMITS.maxRequests,
      until: body.until === undefined ? null : Math.floor(Date.parse(body.until) / 1000),
    },
    source:
      body.dataset === undefined
        ? configuredSource(seeds, sourceOf)
        : { kind: 'dataset', sha256: body.dataset, name: body.dataset },
    labelSets: [],
    follow: body.follow ?? false,
  };
}

function configuredSource(seeds: readonly SeedInput[], sourceOf: CaseRoutesOptions['sourceOf']): SourceSpec {
  const chains = new Set(
    seeds.map((seed) => (seed.kind === 'transaction' ? seed.chain : splitAccountId(seed.account).chain)),
  );
  const [chain = ''] = chains;
  if (chains.size > 1) {
    throw new InputError(
      `the seeds lie on ${chains.size} chains`,
      { field: 'seeds' },
      { remedy: 'Start one case per chain.' },
    );
  }
  const source = sourceOf(chain);
  if (source === undefined) {
    throw new InputError(
      `no source is configured for ${chain}`,
      { field: 'seeds' },
      { remedy: 'Set FUNDTRAIL_EXPLORER_URL or FUNDTRAIL_RPC_URL, or name a loaded data set.' },
    );
  }
  return source;
}

function readSeeds(seeds: readonly SeedBody[], chain: string | undefined): readonly SeedInput[] {
  const defaultChain = chain === undefined ? undefined : parseChain(chain);
  return seeds.map((entry, index) => {
    const body = typeof entry === 'string' ? { seed: entry } : entry;
    try {
      return parseSeed(body.seed, {
        ...(defaultChain === undefined ? {} : { chain: defaultChain }),
        ...(body.from_block === undefined ? {} : { fromBlock: body.from_block }),
        ...(body.asset === undefined ? {} : { asset: body.asset }),
        ...(body.amount === undefined ? {} : { amount: body.amount }),
      });
    } catch (error) {
      if (error instanceof InputError) {
        throw new InputError(
          error.detail,
          { field: `seeds[${index}].${error.place.field ?? 'seed'}` },
          error.remedy === undefined ? {} : { remedy: error.remedy },
        );
      }
      throw error;
    }
  });
}

function accountOf(text: string): string {
  const account = parseAccount(text);
  return `${account.chain}:${account.address}`;
}
