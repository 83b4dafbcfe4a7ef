import { InputError } from './errors.ts';

/** The largest amount a `numeric(78,0)` column and a `uint256` can hold. */
export const MAX_AMOUNT = 2n ** 256n - 1n;

const DECIMAL_INTEGER = /^(0|[1-9][0-9]*)$/;

/**
 * Reads an amount in base units from its decimal string.
 * @throws InputError that names `field` for anything but a plain, non-negative whole number up to 2^256-1.
 */
export function parseAmount(text: string, field = 'amount'): bigint {
  if (!DECIMAL_INTEGER.test(text)) {
    throw new InputError(`${JSON.stringify(text)} is not an amount`, { field }, { remedy: describeAmountFault(text) });
  }
  const amount = BigInt(text);
  if (amount > MAX_AMOUNT) {
    throw new InputError(
      `${text} is larger than 2^256-1`,
      { field },
      { remedy: 'Give the amount in base units (wei, satoshi).' },
    );
  }
  return amount;
}

/**
 * Base units as a decimal number of the whole unit, e.g. `formatUnits(1500000000000000000n, 18)` is `"1.5"`. For people only:
 * nothing is ever computed from it.
 */
export function formatUnits(amount: bigint, decimals: number): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

function describeAmountFault(text: string): string {
  if (/^-/.test(text)) return 'An amount cannot be negative.';
  if (/[.,eE]/.test(text)) return 'Amounts are whole numbers in base units (wei, satoshi), without point or exponent.';
  return 'Give a whole number in base units (wei, satoshi), digits only.';
}
