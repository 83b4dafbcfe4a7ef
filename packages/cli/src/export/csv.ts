/** RFC 4180: a value with a comma, quote or line break is quoted. */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map((value) => quote(value === null ? '' : String(value))).join(',')}\n`;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
