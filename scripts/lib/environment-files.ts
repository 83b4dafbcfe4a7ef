/** A variable as `.env.example` shows it: its default, and the roles that the comment above it names. */
export type ExampleVariable = { readonly name: string; readonly value: string; readonly comment: string };

export type TableVariable = { readonly name: string; readonly default: string };

export type EnvironmentFiles = {
  /** The variables that the code declares. */
  readonly table: readonly TableVariable[];
  /** Text of .env.example. */
  readonly example: string;
  /** Variables that the compose file takes from its environment. */
  readonly compose: ReadonlySet<string>;
  /** Source texts (no tests) by path, to find names that stand in no table. */
  readonly sources: Readonly<Record<string, string>>;
};

const NAME_IN_CODE = /\b(FUNDTRAIL_[A-Z][A-Z_]*|DATABASE_URL|REDIS_URL)\b/g;
const ASSIGNMENT = /^([A-Z_]+)=(.*)$/;

/** The variables of a .env file with the comment lines right above each. */
export function readExample(text: string): readonly ExampleVariable[] {
  const variables: ExampleVariable[] = [];
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (line.startsWith('#')) comment.push(line.replace(/^#\s*/, ''));
    else {
      if (name !== undefined) variables.push({ name, value: value ?? '', comment: comment.join(' ') });
      comment = [];
    }
  }
  return variables;
}

/** Where table, .env.example, compose file and code disagree. */
export function checkEnvironment({ table, example, compose, sources }: EnvironmentFiles): readonly string[] {
  const shown = new Map(readExample(example).map((variable) => [variable.name, variable]));
  const declared = new Map(table.map((variable) => [variable.name, variable]));
  const findings: string[] = [];
  for (const { name, default: value } of table) {
    const variable = shown.get(name);
    if (variable === undefined) findings.push(`.env.example: ${name} is missing`);
    else if (variable.value !== value)
      findings.push(`.env.example: ${name} is ${variable.value}, its default ${value}`);
  }
  for (const name of compose)
    if (!shown.has(name)) findings.push(`.env.example: ${name} of the compose file is missing`);
  for (const { name, comment } of shown.values()) {
    if (!declared.has(name) && !compose.has(name)) findings.push(`.env.example: nothing reads ${name}`);
    if (!/read by: .*default: /.test(comment)) findings.push(`.env.example: ${name} lacks "read by: … default: …"`);
  }
  for (const [path, text] of Object.entries(sources)) {
    for (const [name] of text.matchAll(NAME_IN_CODE)) {
      if (!declared.has(name)) findings.push(`${path}: ${name} is not in the environment table`);
    }
  }
  return [...new Set(findings)];
}
