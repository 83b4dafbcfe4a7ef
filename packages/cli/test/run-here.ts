import { createColors } from '../src/format/colors.ts';
import { run } from '../src/run.ts';
import type { CliOptions, CliRun } from './run-cli.ts';

/** Runs a command in this process: all of it but the process itself. Faster by a second than `runCli`. */
export async function runHere(args: readonly string[], options: Omit<CliOptions, 'onStderr'> = {}): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    env: options.env ?? {},
    signal: new AbortController().signal,
    live: false,
    columns: 80,
    colors: createColors(false),
    stdinPiped: options.stdin !== undefined,
    print: async (text) => {
      stdout += text;
    },
    say: (text) => {
      stderr += text;
    },
    readStdin: async () => options.stdin ?? '',
    async *stdin() {
      yield Buffer.from(options.stdin ?? '');
    },
  });
  return { code, stdout, stderr };
}
