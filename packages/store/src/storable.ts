/** The text as PostgreSQL takes it: what people put on chains may hold NUL, which no text and no JSON of it can. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\u2400');
}
