import { defineChains } from '@fundtrail/core';
import { Command } from 'commander';
import { addBridgeCommands } from './commands/bridges.ts';
import { addCaseCommands } from './commands/case.ts';
import { addChainCommands } from './commands/chains.ts';
import { addCrossingsCommand } from './commands/crossings.ts';
import { addDatabaseCommands } from './commands/database.ts';
import { addDoctorCommand, DOCTOR } from './commands/doctor.ts';
import { addEndpointCommands } from './commands/endpoint.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addExportCommand } from './commands/export.ts';
import { addKeyCommands } from './commands/key.ts';
import { addLabelCommands } from './commands/label.ts';
import { addPathCommand } from './commands/path.ts';
import { addSeedCommands } from './commands/seed.ts';
import { addTaintedCommand } from './commands/tainted.ts';
import { addTraceCommand } from './commands/trace.ts';
import { addServiceCommands } from './commands/up.ts';
import { EXIT_CODES_HELP } from './exit-codes.ts';
import type { Session } from './session.ts';

export const VERSION = '0.1.0';

/** The whole command line. Errors are thrown, not printed: see `reportError`. */
export function createProgram(session: Session): Command {
  const { terminal } = session;
  const program = new Command('fundtrail')
    .description('Follows stolen funds to where they are now, and tells the exchange they reach.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.print(text),
      writeErr: (text) => terminal.say(text),
      outputError: () => undefined,
    })
    // Before anything reads an id: a chain's definition makes ids. The doctor tells of a wrong configuration in its own way.
    .hook('preAction', (_program, command) => {
      if (command.name() !== DOCTOR) defineChains(session.settings(command.opts()).chains);
    })
    .addHelpText(
      'after',
      `\nWithout configuration everything lies in one folder and needs no server; with DATABASE_URL (and REDIS_URL)\nthe commands work on those servers.\n\n${EXIT_CODES_HELP}`,
    );
  addServiceCommands(program, session);
  addTraceCommand(program, session);
  addCaseCommands(program, session);
  addChainCommands(program, session);
  addSeedCommands(program, session);
  addTaintedCommand(program, session);
  addPathCommand(program, session);
  addExplainCommand(program, session);
  addCrossingsCommand(program, session);
  addBridgeCommands(program, session);
  addExportCommand(program, session);
  addLabelCommands(program, session);
  addEndpointCommands(program, session);
  addKeyCommands(program, session);
  addDatabaseCommands(program, session);
  addDoctorCommand(program, session);
  return program;
}
