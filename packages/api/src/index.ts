export { type OpenApiDocument, openApiDocument } from './contract/document.ts';
export { type Api, type ApiOptions, createApi } from './create-api.ts';
export { type ApiKey, type ApiKeys, createApiKeys } from './keys.ts';
export type { Problem } from './problem.ts';
