import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '@fundtrail/core';
import type { CrossingRowView, TraceResult } from '@fundtrail/tracer';
import { type Command, Option } from 'commander';
import { CSV_TABLES, type CsvTable, exportCsv } from '../export/export-csv.ts';
import { exportGraphml } from '../export/export-graphml.ts';
import { exportNdjson } from '../export/export-ndjson.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';

const FORMATS = ['json', 'csv', 'ndjson', 'graphml'] as const;
type Format = (typeof FORMATS)[number];
type ExportOptions = CommonOptions & { readonly format: Format; readonly table: CsvTable; readonly output?: string };

/** Joined before they are written: a write per row would be slow. */
const CHUNK_CHARACTERS = 65_536;

/** `export` */
export function addExportCommand(program: Command, session: Session): void {
  const command = program
    .command('export')
    .description('the whole result of a case as a file for other tools')
    .argument('<case>', 'its id, the beginning of its id, or last')
    .addOption(new Option('--format <format>', 'form of the file').choices(FORMATS).default('json'))
    .addOption(new Option('--table <table>', 'which table, for csv').choices(CSV_TABLES).default('flows'))
    .option('--output <file>', 'where to; stdout when left out');
  withCommonOptions(command).action((name: string, options: ExportOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ cases }) => {
      const id = await findCase(cases, name);
      const pieces = chunked(render(await cases.result(id), await cases.crossings(id), options));
      if (options.output === undefined) for (const piece of pieces) await session.terminal.print(piece);
      else await writeFile(options.output, pieces);
    }),
  );
  withExamples(command, [
    'fundtrail export last --format graphml --output case.graphml',
    'fundtrail export last --format csv --table accounts > accounts.csv',
  ]);
}

function render(
  result: TraceResult,
  crossings: readonly CrossingRowView[],
  { format, table }: ExportOptions,
): Iterable<string> {
  switch (format) {
    case 'csv':
      return exportCsv(result, table, crossings);
    case 'ndjson':
      return exportNdjson(result, crossings);
    case 'graphml':
      return exportGraphml(result, crossings);
    case 'json':
      return [jsonText(result)];
  }
}

function* chunked(pieces: Iterable<string>): Generator<string> {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < CHUNK_CHARACTERS) continue;
    yield buffer;
    buffer = '';
  }
  if (buffer !== '') yield buffer;
}

async function writeFile(path: string, pieces: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), createWriteStream(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw error;
    throw new InputError(
      'the file cannot be written',
      { file: path, field: '--output' },
      { cause: error, remedy: 'Check folder and rights.' },
    );
  }
}
