import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Import, readImports } from './imports.ts';

/** A TypeScript file of a package, with its path from the project root. Development files are tests, fixtures and benches. */
export type SourceFile = { readonly path: string; readonly development: boolean; readonly imports: readonly Import[] };

export type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

export type Package = {
  /** The folder's name, which is the package's name without its scope. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
};

/** Reads every package under `root`/packages. */
export function readPackages(root: string): readonly Package[] {
  const manifests = globSync('packages/*/package.json', { cwd: root }).sort();
  return manifests.map((manifestPath) => {
    const name = basename(join(manifestPath, '..'));
    const paths = globSync(`packages/${name}/{src,test,bench}/**/*.ts`, { cwd: root }).sort();
    return {
      name,
      manifest: JSON.parse(readFileSync(join(root, manifestPath), 'utf8')) as Manifest,
      files: paths.map((path) => ({
        path,
        development: !path.startsWith(`packages/${name}/src/`) || /\.(?:test|fixture)\.ts$/.test(path),
        imports: readImports(readFileSync(join(root, path), 'utf8')),
      })),
    };
  });
}
