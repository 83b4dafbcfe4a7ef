import type { Address } from '@fundtrail/core';
import type { ContractRow } from './adapter.ts';

type Place = number | 'evm';

/**
 * Rows of one role from one source: `{ chain: address or addresses }`. Addresses may be written in any case; they are kept in
 * stored form.
 */
export function contracts(
  role: string,
  source: string,
  places: Readonly<Partial<Record<Place, Address | readonly Address[]>>>,
  dates: Pick<ContractRow, 'from' | 'until'> & { readonly asOf?: string } = {},
): readonly ContractRow[] {
  const { asOf = '2026-10-01', ...range } = dates;
  return Object.entries(places).flatMap(([chain, addresses]) =>
    [addresses ?? []].flat().map((address) => ({
      role,
      chain: chain === 'evm' ? ('evm' as const) : Number(chain),
      address: address.toLowerCase(),
      source,
      asOf,
      ...range,
    })),
  );
}
