import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentTable } from '@fundtrail/worker';
import { checkCompose, composeVariables } from './compose.ts';
import { checkEnvironment } from './environment-files.ts';

// Usage: node scripts/lib/check-infra.ts. Checks docker-compose.yml, and .env.example against the code; exits 1 with what is wrong.
const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
  (path) => !/\.(?:test|fixture)\.ts$/.test(path),
);
const compose = read('docker-compose.yml');
const findings = [
  ...checkCompose(compose, root).map((finding) => `docker-compose.yml: ${finding}`),
  ...checkEnvironment({
    table: environmentTable,
    example: read('.env.example'),
    compose: composeVariables(compose),
    sources: Object.fromEntries(sources.map((path) => [path, read(path)])),
  }),
];
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(`infra: ${environmentTable.length} variables, ${findings.length} findings\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
