import type { Protocols } from '@fundtrail/attribution';
import { type Address, type TransactionReading, ZERO_ADDRESS } from '@fundtrail/core';
import type { Nets } from './net.ts';

/** Who takes part in a transaction, and in which part. */
export type Actors = {
  /** Act for themselves: the sender, and who signed. Sorted. */
  readonly acting: readonly Address[];
  /** Shown to be code, and not acting. */
  readonly code: ReadonlySet<Address>;
  /** Gained one asset and lost another, though nothing shows whether they act or are code. Sorted. */
  readonly bystanders: readonly Address[];
};

/** Where an order's signer is not named, whoever else converted and is not shown to be code is taken for one. */
export function findActors(reading: TransactionReading, nets: Nets, protocols: Protocols): Actors {
  const { fact, to } = reading;
  const acting = new Set([...(fact.sender === undefined ? [] : [fact.sender]), ...protocols.signers(reading)]);
  const shownCode = new Set([...reading.code, to, ZERO_ADDRESS, ...fact.legs.map((leg) => leg.asset)]);
  const others = [...nets].flatMap(([address, own]) => {
    const deltas = [...own.values()];
    const converts = deltas.some((delta) => delta < 0n) && deltas.some((delta) => delta > 0n);
    return converts && !acting.has(address) && !shownCode.has(address) ? [address] : [];
  });
  const hidden = protocols.hidesSigner(reading);
  if (hidden) for (const address of others) acting.add(address);
  return {
    acting: [...acting].sort(),
    code: new Set(reading.code.filter((address) => !acting.has(address))),
    bystanders: hidden ? [] : others.sort(),
  };
}
