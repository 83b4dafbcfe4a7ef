import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startRecordedExplorer } from './server.ts';

const USAGE =
  'usage: node packages/testkit/src/recorded-explorer/main.ts <folder> [--port <number>] [--row-cap <rows>]\n';

/** Serves a folder of recorded explorer answers until it is interrupted; its address is printed on stdout. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, 'row-cap': { type: 'string' } },
  });
  const [folder] = positionals;
  const port = wholeNumber(values.port, '--port');
  const rowCap = wholeNumber(values['row-cap'], '--row-cap');
  if (folder === undefined || positionals.length !== 1) throw new Error(USAGE.trim());
  if (!existsSync(folder)) throw new Error(`${folder}: there is no such folder`);
  const explorer = await startRecordedExplorer({
    folder,
    ...(port === undefined ? {} : { port }),
    ...(rowCap === undefined ? {} : { rowCap }),
  });
  process.stdout.write(`${explorer.url}\n`);
  process.stderr.write(`${explorer.accounts.length} recorded accounts; Ctrl-C ends\n`);
  const stop = (): void => void explorer.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function wholeNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9][0-9]*$/.test(text)) throw new Error(`${option} ${text}: give a whole number above 0`);
  return Number(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
