import { writeFileSync } from 'node:fs';
import { compileContracts } from './compile.ts';

// Run by hand after a change of a contract: `node packages/testkit/src/contracts/write-compiled.ts`.
const text = [
  '// Written by write-compiled.ts from the sources in solidity/.',
  "import type { Compiled } from './compile.ts';",
  '',
  `export const COMPILED: Compiled = ${JSON.stringify(compileContracts(), null, 1)};`,
  '',
];
writeFileSync(new URL('./compiled.generated.ts', import.meta.url), text.join('\n'));
