import { parseArgs } from 'node:util';
import { InputError } from '@fundtrail/core';

export type DemoOptions = {
  /** Ends by itself once the result is shown. */
  readonly exit: boolean;
  readonly json: boolean;
  readonly help: boolean;
};

export const DEMO_HELP = `Usage: ./scripts/demo [--exit] [--json]

Plays a theft on a local chain while fundtrail follows it, and shows where the money went.

  --exit  end by itself: exit code 0 when the alert arrived and verified, the sums closed and the amounts are the story's
  --json  one JSON object on stdout instead of the report; what happens is still told on stderr
`;

/** @throws InputError for what is no option of the demo */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { exit: flag, json: flag, help: { ...flag, short: 'h' } },
    });
    return values;
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new InputError(message, {}, { cause, remedy: 'See ./scripts/demo --help.' });
  }
}
