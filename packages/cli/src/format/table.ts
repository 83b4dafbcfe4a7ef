export type Align = 'left' | 'right';
export type Column = { readonly title: string; readonly align?: Align };

/** Lays rows out in columns as wide as their widest value, two spaces apart, without trailing spaces. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titled = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_column, at) => Math.max(...titled.map((row) => (row[at] ?? '').length)));
  return titled
    .map((row) =>
      columns
        .map((column, at) => pad(row[at] ?? '', widths[at] ?? 0, column.align ?? 'left'))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(text: string, width: number, align: Align): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}
