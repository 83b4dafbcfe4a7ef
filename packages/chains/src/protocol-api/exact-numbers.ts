const INTEGER = /^-?[0-9]+$/;

/**
 * Parses JSON with whole numbers that a float cannot hold exactly kept as the digits that stand there: protocols write amounts of base
 * units as numbers. Others are numbers as always.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const digits = context?.source;
    return digits !== undefined && INTEGER.test(digits) ? digits : value;
  });
}
