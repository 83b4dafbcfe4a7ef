export { formatAmount, unitOf } from './format/amounts.ts';
export { formatTable } from './format/table.ts';
export { totalsSections } from './format/trace-report.ts';
export { createDisplay, type Display } from './progress/display.ts';
export { progressText } from './progress/progress-text.ts';
export { run } from './run.ts';
export { createTerminal, type Terminal } from './terminal.ts';
