import { type Colors, createColors } from './format/colors.ts';

/** Everything a command may touch of the process it runs in: data goes to `print`, everything else to `say`. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Whether stderr is a terminal on which a line can be rewritten. */
  readonly live: boolean;
  readonly columns: number;
  readonly colors: Colors;
  /** Whether data is piped into stdin. */
  readonly stdinPiped: boolean;
  /** Writes data to stdout; resolves when it is taken, so that large results do not fill memory. */
  print(text: string): Promise<void>;
  /** Writes a message or progress to stderr. */
  say(text: string): void;
  readStdin(): Promise<string>;
  /** The same in pieces, as they come. */
  stdin(): AsyncIterable<Uint8Array>;
};

const DEFAULT_COLUMNS = 100;

/** The terminal of a real process. */
export function createTerminal(process: NodeJS.Process, signal: AbortSignal): Terminal {
  // `fundtrail … | head` closes the pipe early: that is no error, the rest of the data is only not wanted.
  let closed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    env: process.env,
    signal,
    live: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    columns: process.stderr.columns ?? DEFAULT_COLUMNS,
    colors: createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined),
    stdinPiped: process.stdin.isTTY !== true,
    print: (text) =>
      new Promise((resolve) => {
        if (closed) return resolve();
        process.stdout.write(text, () => resolve());
      }),
    say: (text) => {
      process.stderr.write(text);
    },
    stdin: () => process.stdin,
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
