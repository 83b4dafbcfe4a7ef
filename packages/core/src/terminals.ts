/** Where a trail ends. `resting`, `fee` and `dispersed` are kinds of total, too. */
export const TERMINAL_KINDS = [
  'exchange',
  'mixer',
  'bridge_pending',
  'hub',
  'contract',
  'burn',
  'budget',
  'unavailable',
] as const;
export type TerminalKind = (typeof TERMINAL_KINDS)[number];

/** Every kind of total: at each moment they sum to what was stolen. */
export const TOTAL_KINDS = ['resting', 'fee', 'dispersed', ...TERMINAL_KINDS] as const;
export type TotalKind = (typeof TOTAL_KINDS)[number];
