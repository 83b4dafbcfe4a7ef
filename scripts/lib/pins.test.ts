import { expect, test } from 'vitest';
import { checkPins } from './pins.ts';

const WORKSPACE = { minimumReleaseAge: 1440, allowBuilds: { esbuild: false } };

function check(manifest: object, workspace: Record<string, unknown> = WORKSPACE): readonly string[] {
  return checkPins({ manifests: { 'packages/a/package.json': JSON.stringify(manifest) }, workspace });
}

test('accepts exact versions, pre-releases of one version, and packages of the workspace', () => {
  const dependencies = { a: '1.2.3', b: '18.4.0-beta.17', '@fundtrail/core': 'workspace:*' };
  expect(check({ dependencies })).toEqual([]);
});

test.each(['^1.2.3', '~1.2.3', '>=1.2.3', '1.x', '1.2', '*', 'latest', '', 'workspace:*', 'github:a/b'])(
  'refuses %o as a version in every kind of dependency',
  (version) => {
    const finding = `packages/a/package.json: b is ${version}, not one exact version`;
    for (const field of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      expect(check({ [field]: { b: version } })).toEqual([finding]);
    }
  },
);

test('refuses a short release age and install scripts that are not allowed by name', () => {
  const workspace = { minimumReleaseAge: 60, dangerouslyAllowAllBuilds: true, allowBuilds: { '*': true, b: 'ask' } };
  expect(check({}, workspace)).toHaveLength(4);
  expect(check({}, {})).toHaveLength(1);
});

test('refuses two pins of pnpm that differ', () => {
  const manifests = {
    'package.json': JSON.stringify({ packageManager: 'pnpm@1.0.0' }),
    'scripts/lib/toolchain/pnpm/package.json': JSON.stringify({ optionalDependencies: { '@pnpm/exe.a': '1.0.1' } }),
  };
  expect(checkPins({ manifests, workspace: WORKSPACE })).toEqual([
    'package.json: packageManager is pnpm@1.0.0, but the scripts bring @pnpm/exe.a 1.0.1',
  ]);
});
