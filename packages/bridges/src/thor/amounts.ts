const DECIMAL = /^(\d*)(?:\.(\d*))?(?:e\+?(\d{1,2}))?$/i;
const WHOLE = /^\d{1,20}$/;
/** The network keeps amounts in 256 bits. */
const MOST_DIGITS = 77;

/** An amount of a memo, which may be in scientific notation (`37207e5`): base units, fractions cut off. Undefined for no amount. */
export function parseAmount(text: string): bigint | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === '' && fraction === '') return undefined;
  const places = Number(exponent);
  if (whole.length + places > MOST_DIGITS) return undefined;
  return BigInt(`${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
}

/** A number of blocks, parts or basis points. Undefined for none. */
export function parseCount(text: string): number | undefined {
  return WHOLE.test(text) ? Number(text) : undefined;
}
