import type { Command } from 'commander';

/** Adds what every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON value on stdout instead of text for people')
    .option('--quiet', 'no progress on stderr')
    .option(
      '--data-dir <folder>',
      'where the embedded database lies (default: FUNDTRAIL_DATA_DIR or ~/.local/share/fundtrail; for root /var/lib/fundtrail/data)',
    );
}

/** Collects a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** Examples below a command's help. */
export function withExamples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
