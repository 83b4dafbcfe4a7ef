export { run } from './run.ts';
export { createTerminal, type Terminal } from './terminal.ts';
