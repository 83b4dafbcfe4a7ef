export type { components, operations, paths } from './api.generated.ts';
export { ApiError, type Problem } from './api-error.ts';
export {
  type Case,
  type CasePage,
  type Client,
  type ClientOptions,
  createClient,
  type NewCase,
  type NewSeeds,
  type Path,
  type TaintedAccount,
  type TaintedPage,
  type TaintedQuery,
  type TraceResult,
} from './create-client.ts';
export * from './verify.ts';
export type { CaseProgress, WatchOptions } from './watch-case.ts';
