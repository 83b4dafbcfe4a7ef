import type { ProtocolAdapter } from '@fundtrail/bridges';
import { type BridgeLeg, formatHash, type TransactionFact } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';

/** Accounts that legs of a transaction show to be their protocol's, from its time on. */
export function accountsShown(
  fact: TransactionFact,
  legs: readonly BridgeLeg[],
  adapterOf: (protocol: string) => ProtocolAdapter | undefined,
): readonly ProtocolAccount[] {
  return legs.flatMap((leg) => {
    const shown = adapterOf(leg.protocol)?.learns?.(leg) ?? [];
    return shown.map(({ role, address }) => ({
      protocol: leg.protocol,
      chain: fact.chain,
      address,
      role,
      source: `${leg.evidence} of ${formatHash(fact.hash, fact.chain)}`,
      from: fact.time,
      until: undefined,
    }));
  });
}
