import { posix } from 'node:path';
import { findCycles } from './cycles.ts';
import type { Import } from './imports.ts';
import type { Package, SourceFile } from './project.ts';
import { type Allowed, DEVELOPMENT_ONLY } from './table.ts';

/** `path:line: rule: what is wrong`, ready to print. */
export type Finding = string;

const SCOPE = '@fundtrail/';

/** Everything in the packages that breaks the table or closes a cycle, in a stable order. */
export function checkBoundaries(
  packages: readonly Package[],
  table: Readonly<Record<string, Allowed>>,
): readonly Finding[] {
  return [
    ...checkTable(table),
    ...packages.flatMap((pkg) => checkManifest(pkg, table[pkg.name])),
    ...packages.flatMap((pkg) => pkg.files.flatMap((file) => checkFile(pkg, file, table[pkg.name] ?? { imports: [] }))),
    ...checkFileCycles(packages),
  ];
}

function checkTable(table: Readonly<Record<string, Allowed>>): readonly Finding[] {
  const graph = new Map(Object.entries(table).map(([name, allowed]) => [name, everyPackage(allowed)]));
  return findCycles(graph).map((cycle) => `scripts/lib/boundaries/table.ts: package-cycle: ${cycle.join(' -> ')}`);
}

function checkManifest(pkg: Package, allowed: Allowed | undefined): readonly Finding[] {
  const path = `packages/${pkg.name}/package.json`;
  if (allowed === undefined) {
    return [`${path}: unknown-package: ${pkg.name} is not in scripts/lib/boundaries/table.ts`];
  }
  return Object.keys(pkg.manifest.dependencies ?? {})
    .filter((name) => name.startsWith(SCOPE) && !everyPackage(allowed).includes(name.slice(SCOPE.length)))
    .map((name) => `${path}: not-allowed: ${pkg.name} may not depend on ${name}`);
}

function checkFile(pkg: Package, file: SourceFile, allowed: Allowed): readonly Finding[] {
  return file.imports.flatMap((imported) => {
    const at = `${file.path}:${imported.line}`;
    const { specifier } = imported;
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(file.path), specifier);
      return target.startsWith(`packages/${pkg.name}/`)
        ? []
        : [`${at}: outside: ${specifier} leaves the package; import another package by its name`];
    }
    if (!specifier.startsWith(SCOPE)) return [];
    const [name = '', ...deeper] = specifier.slice(SCOPE.length).split('/');
    const fault = faultOf(pkg, file, imported, name, allowed);
    return [
      ...(deeper.length > 0 ? [`${at}: deep-import: only ${SCOPE}${name} is public, not ${specifier}`] : []),
      ...(fault === undefined ? [] : [`${at}: ${fault}`]),
    ];
  });
}

function faultOf(pkg: Package, file: SourceFile, imported: Import, name: string, allowed: Allowed): string | undefined {
  const { dependencies = {}, devDependencies = {} } = pkg.manifest;
  const full = `${SCOPE}${name}`;
  // A bench or a test may use its own package as others do.
  if (name === pkg.name) return file.development ? undefined : `own-entry: import the file itself, not ${full}`;
  if (file.development) {
    return full in dependencies || full in devDependencies ? undefined : `undeclared: ${full} is not in package.json`;
  }
  if (DEVELOPMENT_ONLY.includes(name)) return `development-only: ${full} is for tests, fixtures and benches`;
  if (!allowed.imports.includes(name)) {
    if (allowed.types?.includes(name) !== true) return `not-allowed: ${pkg.name} may not import ${full}`;
    if (!imported.typeOnly) return `types-only: ${pkg.name} may import only types of ${full}`;
  }
  return full in dependencies ? undefined : `undeclared: ${full} is not among the dependencies in package.json`;
}

/** Cycles of imports that exist at run time; types may refer to each other. */
function checkFileCycles(packages: readonly Package[]): readonly Finding[] {
  const graph = new Map<string, readonly string[]>();
  for (const file of packages.flatMap((pkg) => pkg.files)) {
    const next = file.imports
      .filter((imported) => !imported.typeOnly && imported.specifier.startsWith('.'))
      .map((imported) => posix.join(posix.dirname(file.path), imported.specifier));
    graph.set(file.path, next);
  }
  return findCycles(graph).map((cycle) => `${cycle[0]}: file-cycle: ${cycle.join(' -> ')}`);
}

function everyPackage(allowed: Allowed): readonly string[] {
  return [...allowed.imports, ...(allowed.types ?? [])];
}
