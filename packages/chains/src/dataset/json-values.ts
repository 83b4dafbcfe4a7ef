import { InputError } from '@fundtrail/core';
import { cutLines, type LineBatch, openLines } from './lines.ts';

/** A value of a JSON file, and the line on which it begins, from 1. */
export type JsonValue = { readonly line: number; readonly value: unknown };

export type JsonReader = {
  /** In the file's order. */
  readonly batches: AsyncIterable<readonly JsonValue[]>;
  /** sha256 (hex) of the file's bytes; there when all was read. */
  digest(): string;
};

export type JsonOptions = {
  /** The text itself, whole or in pieces as it comes, where it does not lie in a file of that name (stdin). Not packed. */
  readonly text?: string | AsyncIterable<Uint8Array>;
};

/** The largest transaction of a UTXO chain stays below that as JSON; a longer value is no transaction. In characters. */
export const LONGEST_JSON = 64 * 1024 * 1024;

/**
 * Reads JSON lines, one value a line, or JSON spread over lines: one value, several after each other, or a list, whose members are the
 * values then. A name that ends in `.gz` is unpacked. Memory: the longest value, and of a list written on one line that list.
 * @throws InputError with file and line where it is no JSON or ends too early
 */
export async function openJsonValues(path: string, { text }: JsonOptions = {}): Promise<JsonReader> {
  const lines = text === undefined ? await openLines(path, { longestLine: LONGEST_JSON }) : linesOf(path, text);

  async function* read(): AsyncGenerator<readonly JsonValue[]> {
    let take: ((line: string, number: number) => readonly JsonValue[]) | undefined;
    const spread = createSpreadReader(path);
    for await (const { lines: texts, firstLine } of lines.batches) {
      const values: JsonValue[] = [];
      for (const [at, line] of texts.entries()) {
        if (line.trim() === '') continue;
        const number = firstLine + at;
        take ??= isJson(line) ? (whole, place) => valuesOf(whole, place, path) : spread.add;
        for (const value of take(line, number)) values.push(value);
      }
      if (values.length > 0) yield values;
    }
    spread.end();
  }

  return { batches: read(), digest: lines.digest };
}

function linesOf(
  name: string,
  text: string | AsyncIterable<Uint8Array>,
): { readonly batches: AsyncIterable<LineBatch>; digest(): string } {
  async function* once(whole: string): AsyncGenerator<LineBatch> {
    yield { lines: whole.split('\n'), firstLine: 1 };
  }
  return {
    batches: typeof text === 'string' ? once(text) : cutLines(text, name, LONGEST_JSON),
    digest() {
      throw new Error('a text that is given has no digest of a file');
    },
  };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** A line that is a list stands for its members. */
function valuesOf(text: string, line: number, file: string): readonly JsonValue[] {
  const value = parse(text, line, file);
  return Array.isArray(value) ? value.map((member: unknown) => ({ line, value: member })) : [{ line, value }];
}

/**
 * Cuts JSON that is spread over lines into the objects that stand at its top, or in the list that it is. Only brackets and strings are
 * looked at; what lies between two brackets is parsed as a whole.
 */
function createSpreadReader(file: string) {
  let depth = 0;
  let inString = false;
  let inList = false;
  let parts: string[] = [];
  let size = 0;
  let begun = 0;

  function add(text: string, line: number): readonly JsonValue[] {
    const values: JsonValue[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const char = text[at];
      if (inString) {
        if (char === '\\') at += 1;
        else if (char === '"') inString = false;
      } else if (char === '"' && depth > 0) inString = true;
      else if (char === '{' || (char === '[' && (depth > 0 || inList))) {
        if (depth === 0) [from, begun] = [at, line];
        depth += 1;
      } else if (depth > 0 && (char === '}' || char === ']')) {
        depth -= 1;
        if (depth > 0) continue;
        values.push({ line: begun, value: parse([...parts, text.slice(from, at + 1)].join('\n'), begun, file) });
        [parts, size] = [[], 0];
      } else if (depth === 0) between(char ?? '', line);
    }
    if (depth === 0) return values;
    parts.push(text.slice(from));
    size += text.length - from;
    if (size > LONGEST_JSON) throw new InputError('the JSON that begins here is too long', { file, line: begun });
    return values;
  }

  function between(char: string, line: number): void {
    if (char === '[' && !inList) inList = true;
    else if (char === ']' && inList) inList = false;
    else if (!/[\s,]/.test(char)) throw notJson(file, line);
  }

  function end(): void {
    if (depth === 0 && !inList) return;
    const place = depth === 0 ? { file } : { file, line: begun };
    const what = depth === 0 ? 'the list does not end' : 'the JSON that begins here does not end';
    throw new InputError(what, place, { remedy: 'The file is cut: fetch it again.' });
  }

  return { add, end };
}

function parse(text: string, line: number, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError ? notJson(file, line, error) : error;
  }
}

function notJson(file: string, line: number, cause?: unknown): InputError {
  return new InputError('this is not JSON', { file, line }, { cause, remedy: 'Give one JSON object per line.' });
}
