import picocolors from 'picocolors';

export type Colors = {
  bold(text: string): string;
  dim(text: string): string;
  warn(text: string): string;
  good(text: string): string;
};

/** Colours for people; plain text where the output is not a terminal or NO_COLOR is set. */
export function createColors(enabled: boolean): Colors {
  const colors = picocolors.createColors(enabled);
  return { bold: colors.bold, dim: colors.dim, warn: colors.yellow, good: colors.green };
}
