import type { VerifiedEvent } from '@fundtrail/client';

/** What the demo reads of a deposit alert; the event holds more. */
export type DepositEvent = {
  readonly severity: string;
  readonly reasons: readonly string[];
  readonly deposit: {
    readonly tx_hash: string;
    readonly block_number: number;
    readonly from: string;
    readonly to: string;
    readonly asset: { readonly id: string };
    readonly amount: { readonly raw: string };
  };
  readonly recipient: { readonly entity: string };
  readonly taint: {
    readonly hops: number;
    readonly share: string;
    readonly by_policy: Readonly<Record<string, string>>;
  };
};

export const DEPOSIT_TYPE = 'org.fundtrail.deposit.detected';

/** The deposit that a verified event tells of; undefined when it tells of something else. */
export function depositOf(event: VerifiedEvent): DepositEvent | undefined {
  // Who verified the signature may trust the form: fundtrail wrote it.
  return event.type === DEPOSIT_TYPE ? (event.data as unknown as DepositEvent) : undefined;
}
