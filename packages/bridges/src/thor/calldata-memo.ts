const PRINTABLE = /^[\x20-\x7e]+$/;
const HEX_TEXT = /^(?:0x)?(?:[0-9a-f]{2})+$/i;
/** More than any memo; what is longer is a call of a contract. */
const MOST_BYTES = 1_000;

/**
 * The text that call data is, as wallets send it with a plain payment: UTF-8 as it is, or the hex digits of it. Undefined where it is no text.
 * @param input hex with `0x`
 */
export function calldataMemo(input: string): string | undefined {
  const bytes = Buffer.from(input.slice(2), 'hex');
  if (bytes.length === 0 || bytes.length > MOST_BYTES) return undefined;
  const text = bytes.toString('latin1');
  if (!isText(text)) return undefined;
  if (!HEX_TEXT.test(text)) return text;
  const inner = Buffer.from(text.replace(/^0x/i, ''), 'hex').toString('latin1');
  return isText(inner) ? inner : text;
}

/** Behind a `|` anything may stand. */
function isText(text: string): boolean {
  return PRINTABLE.test(text.split('|', 1)[0] ?? '');
}
