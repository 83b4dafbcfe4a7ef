import { InputError } from './errors.ts';

/** A share of a whole as an exact fraction; never a float. */
export type Share = { readonly numerator: bigint; readonly denominator: bigint };

/**
 * Reads a share: `0`, `1/10000`, `0.0001` or `0.01%`.
 * @throws InputError for anything else, or for a share above 1.
 */
export function parseShare(text: string, field = 'floor'): Share {
  const share = readFraction(text.trim()) ?? readDecimal(text.trim());
  if (share === undefined || share.denominator === 0n) {
    throw new InputError(
      `${JSON.stringify(text)} is not a share`,
      { field },
      { remedy: 'Write it as 0, 1/10000, 0.0001 or 0.01%.' },
    );
  }
  if (share.numerator > share.denominator) {
    throw new InputError(`${text} is more than the whole`, { field }, { remedy: 'A share lies between 0 and 1.' });
  }
  return share;
}

/** The share of `whole`, rounded up: what must be reached. */
export function shareOf(share: Share, whole: bigint): bigint {
  return (share.numerator * whole + share.denominator - 1n) / share.denominator;
}

export function formatShare(share: Share): string {
  return share.numerator === 0n ? '0' : `${share.numerator}/${share.denominator}`;
}

function readFraction(text: string): Share | undefined {
  const match = /^([0-9]+)\/([0-9]+)$/.exec(text);
  return match === null
    ? undefined
    : { numerator: BigInt(match[1] as string), denominator: BigInt(match[2] as string) };
}

function readDecimal(text: string): Share | undefined {
  const match = /^([0-9]+)(?:\.([0-9]+))?(%?)$/.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  const denominator = 10n ** BigInt(fraction.length) * (match[3] === '%' ? 100n : 1n);
  return { numerator: BigInt(`${match[1]}${fraction}`), denominator };
}
