import { createLogger, createSystemClock } from '@fundtrail/core';
import { type Role, type Runtime, startRuntime } from '@fundtrail/worker';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { createDisplay, type Display } from './progress/display.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command takes. */
export type CommonOptions = {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly dataDir?: string;
};

export type RuntimeNeeds = {
  /** What this process does beside asking and telling. */
  readonly roles: readonly Role[];
  /** How long jobs may go on after Ctrl-C; they are done again later. */
  readonly stopMs?: number;
  /** Level of the log on stderr where the environment names none; silent when left out. */
  readonly logLevel?: string;
};

/** What commands are given: the terminal, and the way to a runtime. */
export type Session = {
  readonly terminal: Terminal;
  settings(options: CommonOptions): Settings;
  display(options: CommonOptions): Display;
  /** Runs with everything connected and stops it afterwards, however it ends. */
  withRuntime<T>(options: CommonOptions, needs: RuntimeNeeds, use: (runtime: Runtime) => Promise<T>): Promise<T>;
  /** Ends the process with this code once the command has returned. */
  exitWith(code: ExitCode): void;
  exitCode(): ExitCode;
};

/** People read messages of commands, not logs: a one-shot command logs only when LOG_LEVEL asks for it. */
const SILENT = 'silent';

export function createSession(terminal: Terminal): Session {
  const clock = createSystemClock();
  let exitCode: ExitCode = EXIT.ok;
  const settings = (options: CommonOptions): Settings => readSettings(terminal.env, options.dataDir);
  return {
    terminal,
    settings,
    display: ({ quiet }) => createDisplay({ terminal, clock, quiet: quiet ?? false }),
    withRuntime: async (options, needs, use) => {
      const { runtime: fixed, logLevel } = settings(options);
      terminal.signal.throwIfAborted();
      const logger = createLogger({ level: logLevel ?? needs.logLevel ?? SILENT });
      const context = { logger, clock, signal: terminal.signal };
      const runtime = await startRuntime({ ...fixed, roles: needs.roles, context });
      try {
        return await use(runtime);
      } finally {
        await runtime.stop(needs.stopMs);
      }
    },
    exitWith: (code) => {
      exitCode = code;
    },
    exitCode: () => exitCode,
  };
}
