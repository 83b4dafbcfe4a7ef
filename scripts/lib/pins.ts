/** What the version check looks at: texts of files by their path from the project root. */
export type PinnedFiles = {
  readonly manifests: Readonly<Record<string, string>>;
  readonly workspace: Readonly<Record<string, unknown>>;
};

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
const EXACT = /^[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$/;
/** A day in minutes: time for a bad release to be found and withdrawn. */
const MINIMUM_RELEASE_AGE = 1_440;

type Manifest = Partial<Record<(typeof DEPENDENCY_FIELDS)[number], Record<string, string>>> & {
  readonly packageManager?: string;
};

/** What is not pinned as the house asks: exact versions everywhere, a minimum age, install scripts allowed by name only. */
export function checkPins({ manifests, workspace }: PinnedFiles): readonly string[] {
  const findings: string[] = [];
  const parsed = new Map(Object.entries(manifests).map(([path, text]) => [path, JSON.parse(text) as Manifest]));
  for (const [path, manifest] of parsed) {
    for (const [name, version] of DEPENDENCY_FIELDS.flatMap((field) => Object.entries(manifest[field] ?? {}))) {
      const local = name.startsWith('@fundtrail/') && version === 'workspace:*';
      if (!local && !EXACT.test(version)) findings.push(`${path}: ${name} is ${version}, not one exact version`);
    }
  }
  findings.push(...checkPackageManager(parsed));
  if (!(Number(workspace.minimumReleaseAge) >= MINIMUM_RELEASE_AGE)) {
    findings.push(`pnpm-workspace.yaml: minimumReleaseAge is below ${MINIMUM_RELEASE_AGE} minutes`);
  }
  if (workspace.dangerouslyAllowAllBuilds !== undefined) {
    findings.push('pnpm-workspace.yaml: dangerouslyAllowAllBuilds lets every install script run');
  }
  for (const [name, allowed] of Object.entries((workspace.allowBuilds ?? {}) as Record<string, unknown>)) {
    if (name.includes('*')) findings.push(`pnpm-workspace.yaml: allowBuilds names no package with ${name}`);
    if (typeof allowed !== 'boolean') findings.push(`pnpm-workspace.yaml: allowBuilds of ${name} is undecided`);
  }
  return findings;
}

/** The pnpm of `packageManager` and the pnpm that the scripts bring must be one. */
function checkPackageManager(manifests: ReadonlyMap<string, Manifest>): readonly string[] {
  const asked = manifests.get('package.json')?.packageManager ?? 'none';
  const brought = Object.entries(manifests.get('scripts/lib/toolchain/pnpm/package.json')?.optionalDependencies ?? {});
  return brought
    .filter(([, version]) => asked !== `pnpm@${version}`)
    .map(([name, version]) => `package.json: packageManager is ${asked}, but the scripts bring ${name} ${version}`);
}
