import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { checkPins } from './pins.ts';

// Usage: node scripts/lib/check-pins.ts. Prints what is not pinned, one line each; exits 1 when anything is not.
const root = resolve(import.meta.dirname, '../..');
const paths = globSync(['package.json', 'packages/*/package.json', 'scripts/lib/toolchain/*/package.json'], {
  cwd: root,
});
const findings = checkPins({
  manifests: Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')])),
  workspace: parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) as Record<string, unknown>,
});
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(`pins: ${paths.length} manifests, ${findings.length} findings\n`);
process.exitCode = findings.length === 0 && paths.length > 0 ? 0 : 1;
