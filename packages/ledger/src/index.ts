export { carriedAmount } from './crossing/redirect.ts';
export { type NetMovement, netMovements } from './net-movements.ts';
export { createReplay, resumeReplay } from './replay.ts';
export type * from './types.ts';
export { runWaves, type WavesRun } from './waves.ts';
