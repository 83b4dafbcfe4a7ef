import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const CHECK = join(import.meta.dirname, 'check-boundaries.ts');
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** Runs the check on a made project of two to three packages and returns its findings. */
function check(files: Record<string, string>): { code: number | null; findings: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'fundtrail-boundaries-'));
  roots.push(root);
  const manifests = {
    'packages/core/package.json': manifest({}),
    'packages/store/package.json': manifest(
      { '@fundtrail/core': 'workspace:*' },
      { '@fundtrail/testkit': 'workspace:*' },
    ),
  };
  for (const [path, text] of Object.entries({ ...manifests, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const run = spawnSync(process.execPath, [CHECK, root], { encoding: 'utf8' });
  return { code: run.status, findings: run.stderr.split('\n').filter((line) => line !== '') };
}

function manifest(dependencies: Record<string, string>, devDependencies: Record<string, string> = {}): string {
  return JSON.stringify({ dependencies, devDependencies });
}

describe('the boundary check', () => {
  test('accepts what the table allows, testkit in tests, and types that refer to each other', () => {
    const run = check({
      'packages/core/src/a.ts': `import type { B } from './b.ts';\nexport type A = B;\n`,
      'packages/core/src/b.ts': `import { a } from './a.ts';\nexport type B = typeof a;\n`,
      'packages/store/src/c.ts': `import { a } from '@fundtrail/core';\n`,
      'packages/store/src/c.test.ts': `import { d } from '@fundtrail/testkit';\n`,
    });
    expect(run).toEqual({ code: 0, findings: [] });
  });

  test('refuses a package above, in code and in package.json', () => {
    const run = check({
      'packages/core/package.json': manifest({ '@fundtrail/store': 'workspace:*' }),
      'packages/core/src/a.ts': `\nimport {\n  b,\n} from '@fundtrail/store';\n`,
    });
    expect(run).toEqual({
      code: 1,
      findings: [
        'packages/core/package.json: not-allowed: core may not depend on @fundtrail/store',
        'packages/core/src/a.ts:2: not-allowed: core may not import @fundtrail/store',
      ],
    });
  });

  test.each([
    [`import { b } from '@fundtrail/core/src/b.ts';`, 'deep-import: only @fundtrail/core is public'],
    [`export { b } from '../../core/src/b.ts';`, 'outside: ../../core/src/b.ts leaves the package'],
    [`import { b } from '@fundtrail/testkit';`, 'development-only: @fundtrail/testkit is for tests'],
    [`const b = await import('@fundtrail/queue');`, 'not-allowed: store may not import @fundtrail/queue'],
    [`import { b } from '@fundtrail/store';`, 'own-entry: import the file itself'],
  ])('refuses %s', (line, finding) => {
    const run = check({ 'packages/store/src/a.ts': `${line}\n` });
    expect(run.code).toBe(1);
    expect(run.findings).toEqual([expect.stringContaining(`packages/store/src/a.ts:1: ${finding}`)]);
  });

  test('refuses an import that package.json does not declare', () => {
    const run = check({
      'packages/store/package.json': manifest({}),
      'packages/store/src/a.ts': `import { b } from '@fundtrail/core';\n`,
    });
    expect(run.findings).toEqual([expect.stringContaining('undeclared: @fundtrail/core')]);
  });

  test('lets the cli use only the types of the packages below worker', () => {
    const cli = { 'packages/cli/package.json': manifest({ '@fundtrail/tracer': 'workspace:*' }) };
    expect(check({ ...cli, 'packages/cli/src/a.ts': `import type { A } from '@fundtrail/tracer';\n` }).code).toBe(0);
    const run = check({ ...cli, 'packages/cli/src/a.ts': `import { a } from '@fundtrail/tracer';\n` });
    expect(run.findings).toEqual([expect.stringContaining('types-only: cli may import only types')]);
  });

  test('refuses a cycle of files and says its way', () => {
    const run = check({
      'packages/core/src/a.ts': `import { b } from './b.ts';\n`,
      'packages/core/src/b.ts': `import { c } from './c.ts';\n`,
      'packages/core/src/c.ts': `import './a.ts';\n`,
    });
    expect(run.findings).toEqual([
      'packages/core/src/a.ts: file-cycle: packages/core/src/a.ts -> packages/core/src/b.ts -> packages/core/src/c.ts -> packages/core/src/a.ts',
    ]);
  });

  test('refuses a package that the table does not know, and a project without files', () => {
    const run = check({ 'packages/extra/package.json': manifest({}) });
    expect(run).toMatchObject({ code: 1, findings: [expect.stringContaining('unknown-package: extra')] });
    expect(check({}).code).toBe(1);
  });
});
