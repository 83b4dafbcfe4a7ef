/** One import or re-export in a source file. `typeOnly` ones leave no trace at run time. */
export type Import = { readonly specifier: string; readonly line: number; readonly typeOnly: boolean };

// The formatter puts every static import at the start of a line, with single quotes.
const STATIC = /^(?:import|export)\s(?:(type)\s)?[^;'"`]*?\bfrom\s+'([^']+)'/gm;
const SIDE_EFFECT = /^import\s+'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

/** The imports of a formatted TypeScript module, in the order of their lines. An `import()` whose path is computed is not seen. */
export function readImports(text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (index: number, specifier: string, typeOnly: boolean): void => {
    found.push({ specifier, typeOnly, line: text.slice(0, index).split('\n').length });
  };
  for (const match of text.matchAll(STATIC)) add(match.index, match[2] ?? '', match[1] === 'type');
  for (const match of text.matchAll(SIDE_EFFECT)) add(match.index, match[1] ?? '', false);
  for (const match of text.matchAll(DYNAMIC)) add(match.index, match[1] ?? '', false);
  return found.sort((a, b) => a.line - b.line);
}
