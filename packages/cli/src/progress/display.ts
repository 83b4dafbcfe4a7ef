import type { Clock } from '@fundtrail/core';
import type { Terminal } from '../terminal.ts';

/** Shows how far something is, on stderr: one line that is rewritten on a terminal, else a line now and then. */
export type Display = {
  /** `step` names the stage: a new one is always shown. */
  show(text: string, step: string): void;
  /** Says something that stays. */
  note(text: string): void;
  /** Ends the live line, so that something else can be written. */
  clear(): void;
};

const LINE_EVERY_MS = 5_000;
const ERASE_LINE = '\r\u001b[2K';
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export type DisplayOptions = {
  readonly terminal: Pick<Terminal, 'live' | 'columns' | 'say'>;
  readonly clock: Clock;
  readonly quiet: boolean;
};

export function createDisplay(options: DisplayOptions): Display {
  if (options.quiet) return { show: () => undefined, note: () => undefined, clear: () => undefined };
  return options.terminal.live ? createLiveLine(options.terminal) : createPlainLines(options.terminal, options.clock);
}

function createLiveLine(terminal: DisplayOptions['terminal']): Display {
  let shown = false;
  let frame = 0;
  const clear = (): void => {
    if (shown) terminal.say(ERASE_LINE);
    shown = false;
  };
  return {
    clear,
    note: (text) => {
      clear();
      terminal.say(`${text}\n`);
    },
    show: (text) => {
      frame = (frame + 1) % SPINNER.length;
      // A line that wraps cannot be erased: cut it to the width.
      terminal.say(`${ERASE_LINE}${`${SPINNER[frame]} ${text}`.slice(0, Math.max(1, terminal.columns - 1))}`);
      shown = true;
    },
  };
}

function createPlainLines(terminal: DisplayOptions['terminal'], clock: Clock): Display {
  let last: { text: string; step: string; at: number } | undefined;
  return {
    show: (text, step) => {
      const now = clock.now();
      const due = last === undefined || step !== last.step || now - last.at >= LINE_EVERY_MS;
      if (!due || text === last?.text) return;
      terminal.say(`${text}\n`);
      last = { text, step, at: now };
    },
    note: (text) => terminal.say(`${text}\n`),
    clear: () => undefined,
  };
}
