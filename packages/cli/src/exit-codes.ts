/** What the exit code of every command says. Scripts may rely on it. */
export const EXIT = {
  ok: 0,
  /** A defect: report it, with the case. */
  unexpected: 1,
  /** Something given is wrong, or a command was used wrongly. Nothing was stored. */
  badInput: 2,
  /** Something needed is missing or cannot be reached: a database, a source, a package. */
  unavailable: 3,
  /** The case was paused: by a person, or because a source failed for good. It can go on. */
  paused: 4,
  /** The case was cancelled. */
  cancelled: 5,
  /** Ended by Ctrl-C (SIGINT). */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `Exit codes:
  0    done; for trace also when some accounts were unavailable (they are listed)
  1    unexpected error
  2    bad input or wrong use; nothing was stored
  3    something needed is missing or cannot be reached
  4    the case is paused: by a person, or a source failed for good
  5    the case was cancelled
  130  interrupted by Ctrl-C; 143 by SIGTERM`;
