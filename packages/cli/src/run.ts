import { EXIT, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { createSession } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line (without node and script) and returns its exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const session = createSession(terminal);
  const program = createProgram(session);
  if (argv.length === 0) {
    terminal.say(program.helpInformation());
    return EXIT.badInput;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return session.exitCode();
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say('interrupted\n');
      return EXIT.interrupted;
    }
    const command = argv[0] !== undefined && !argv[0].startsWith('-') ? ` ${argv[0]}` : '';
    const { lines, exitCode } = reportError(error, `fundtrail${command} --help`);
    for (const line of lines) terminal.say(`${line}\n`);
    return exitCode;
  }
}
