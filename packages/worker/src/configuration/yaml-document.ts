import { InputError } from '@fundtrail/core';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import { interpolate } from './interpolate.ts';

/** Where a value stands in a document: keys and list places from the root on. */
export type ValuePath = readonly PropertyKey[];

/** A YAML file as a plain value, and the way back from each value to its line. */
export type YamlDocument = {
  readonly value: unknown;
  /** An error about the value at a path; where there is none, about the nearest thing around it. */
  errorAt(path: ValuePath, detail: string, remedy?: string): InputError;
};

/**
 * Reads YAML 1.2 strictly: no key twice, no tags of other types, no aliases. `${NAME}` in values is put in after reading, so that a variable's content is
 * never taken for YAML.
 * @throws InputError with file and line
 */
export function readYaml(text: string, file: string, env: Readonly<Record<string, string | undefined>>): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    throw new InputError(
      `this is not the YAML of a configuration: ${withoutContent(problem.message)}`,
      { file, line: lineAt(problem.pos[0]) },
      { remedy: 'Correct the line; inside { } a text with ${…} needs quotes.' },
    );
  }

  const errorAt: YamlDocument['errorAt'] = (path, detail, remedy) => {
    const field = formatPath(path);
    const place = { file, line: lineAt(offsetOf(path)), ...(field === '' ? {} : { field }) };
    return new InputError(detail, place, remedy === undefined ? {} : { remedy });
  };
  const offsetOf = (path: ValuePath): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
      const found = pair?.key ?? document.getIn(path.slice(0, length), true);
      if (isNode(found) && found.range) return found.range[0];
    }
    return document.contents?.range?.[0] ?? 0;
  };

  visit(document, {
    Alias: (_key, node, ancestors) => {
      throw errorAt(
        pathOf(node, ancestors),
        'is an alias',
        'Write the value itself; a text that begins with * needs quotes.',
      );
    },
    Scalar: (key, node, ancestors) => {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      const result = interpolate(node.value, env);
      if ('fault' in result) throw errorAt(pathOf(node, ancestors), result.fault, result.remedy);
      const isPlainNumber = node.type === Scalar.PLAIN && /^[0-9]+(\.[0-9]+)?$/.test(result.text);
      node.value = isPlainNumber ? Number(result.text) : result.text;
    },
  });
  return { value: document.toJS() ?? {}, errorAt };
}

/** What the reader of YAML found wrong, without what it read: that could be a key in the wrong place. */
function withoutContent(message: string): string {
  return message.replace(/(?:: | %).*$/s, '');
}

/** `providers[0].url` */
export function formatPath(path: ValuePath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** The path of a node, from the nodes around it. */
function pathOf(node: unknown, ancestors: readonly unknown[]): ValuePath {
  const path: PropertyKey[] = [];
  const chain = [...ancestors, node];
  chain.forEach((ancestor, place) => {
    const child = chain[place + 1];
    if (isPair(ancestor) && isScalar(ancestor.key)) path.push(String(ancestor.key.value));
    else if (ancestor !== null && typeof ancestor === 'object' && 'items' in ancestor && !isMap(ancestor))
      path.push((ancestor.items as readonly unknown[]).indexOf(child));
  });
  return path;
}
