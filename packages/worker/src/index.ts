export type { RuntimeMode } from './backend.ts';
export { defaultDataDirectory, keyFileIn } from './data-directory.ts';
export { parseRoles, ROLES, type Role } from './roles.ts';
export { type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts';
