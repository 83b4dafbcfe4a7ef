export { type Anvil, type AnvilOptions, startAnvil } from './anvil/start-anvil.ts';
export { createTestDatabase, type TestDatabase } from './databases.ts';
export {
  type Fault,
  type FaultProxy,
  type FaultProxyOptions,
  type SeenRequest,
  startFaultProxy,
} from './fault-proxy.ts';
export { redisUrl } from './provided.ts';
export * from './shared-data.ts';
