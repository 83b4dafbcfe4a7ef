import {
  ConflictError,
  FundtrailError,
  findCause,
  InputError,
  InvariantError,
  NotFoundError,
  redactUrls,
} from '@fundtrail/core';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What is told of an error, and the exit code it ends the command with. */
export type ErrorReport = { readonly lines: readonly string[]; readonly exitCode: ExitCode };

const HELP_CODES = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version']);
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Turns an error into `error: …` and `remedy: …`, without stack, credentials or URLs' paths. Only what is unexpected
 * shows where it happened, because then a defect is to be reported.
 */
export function reportError(error: unknown, usage = 'fundtrail --help'): ErrorReport {
  if (error instanceof CommanderError) return reportUsage(error, usage);
  const known = findCause(error, (candidate) => candidate instanceof FundtrailError);
  if (known !== undefined) {
    return { lines: messageLines(known.message, known.remedy), exitCode: exitCodeOf(known) };
  }
  const unreachable = findCause(error, isUnreachable);
  if (unreachable !== undefined) {
    const message = `cannot connect: ${unreachable.message || unreachable.code}`;
    return { lines: messageLines(message, 'Check that the service runs and its address.'), exitCode: EXIT.unavailable };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    lines: messageLines(message, 'This is a defect. Please report it with this text.'),
    exitCode: EXIT.unexpected,
  };
}

function reportUsage(error: CommanderError, usage: string): ErrorReport {
  if (HELP_CODES.has(error.code)) return { lines: [], exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.badInput };
  return {
    lines: messageLines(error.message.replace(/^error: /, '').replaceAll('\n', ' '), `See ${usage}.`),
    exitCode: EXIT.badInput,
  };
}

function exitCodeOf(error: FundtrailError): ExitCode {
  if (error instanceof InputError || error instanceof NotFoundError || error instanceof ConflictError) {
    return EXIT.badInput;
  }
  return error instanceof InvariantError ? EXIT.unexpected : EXIT.unavailable;
}

function messageLines(message: string, remedy: string | undefined): readonly string[] {
  return [`error: ${redactUrls(message)}`, ...(remedy === undefined ? [] : [`remedy: ${redactUrls(remedy)}`])];
}

function isUnreachable(candidate: unknown): candidate is Error & { code: string } {
  if (candidate instanceof AggregateError) return candidate.errors.some(isUnreachable);
  return candidate instanceof Error && UNREACHABLE_CODES.has(String((candidate as { code?: unknown }).code));
}
