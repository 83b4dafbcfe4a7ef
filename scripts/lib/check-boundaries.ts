import { resolve } from 'node:path';
import { readPackages } from './boundaries/project.ts';
import { checkBoundaries } from './boundaries/rules.ts';
import { ALLOWED } from './boundaries/table.ts';

// Usage: node scripts/lib/check-boundaries.ts [PROJECT_ROOT]. Prints what breaks, one line each; exits 1 when anything does.
const root = resolve(process.argv[2] ?? `${import.meta.dirname}/../..`);
const packages = readPackages(root);
const findings = checkBoundaries(packages, ALLOWED);
for (const finding of findings) process.stderr.write(`${finding}\n`);
const files = packages.reduce((sum, pkg) => sum + pkg.files.length, 0);
process.stdout.write(`boundaries: ${files} files in ${packages.length} packages, ${findings.length} findings\n`);
process.exitCode = findings.length === 0 && files > 0 ? 0 : 1;
