export type { Cases } from './cases.ts';
export type { Tracer } from './tracer.ts';
export * from './types.ts';
