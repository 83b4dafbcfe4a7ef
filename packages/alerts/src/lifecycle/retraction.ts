import { type AlertCase, describeCase, describeRevision, revisionKey } from '../deposit/deposit-alert.ts';
import type { OutboxEvent } from '../events.ts';

/**
 * Why an alert does not hold any more.
 * - `reorg`: the chain took the transaction back. - `label_withdrawn`: the receiver is not held to be the exchange's any more.
 * - `path_refuted`: by what is known now, no tainted value came with the deposit.
 */
export type RetractionReason = 'reorg' | 'label_withdrawn' | 'path_refuted';

const REASONS: Readonly<Record<RetractionReason, string>> = {
  reorg: 'The chain has taken the transaction of the deposit back: it did not happen.',
  label_withdrawn: 'The receiving account is not held to belong to this exchange any more.',
  path_refuted: 'By what is known now, no tainted value came with this deposit.',
};

export type RetractionInput = {
  readonly key: string;
  readonly case: AlertCase;
  readonly revision: number;
  readonly reason: RetractionReason;
  /** As the last event described it. */
  readonly deposit: Readonly<Record<string, unknown>>;
  readonly engine: { readonly version: string; readonly ruleset: string };
};

/** The event that takes an alert back. Pure: the same input gives the same bytes. */
export function retraction(input: RetractionInput): OutboxEvent {
  const reference = input.deposit.transfer_reference;
  return {
    type: 'org.fundtrail.deposit.retracted',
    caseId: input.case.id,
    dedupeKey: revisionKey(input.key, input.revision),
    ...(typeof reference === 'string' ? { subject: reference } : {}),
    data: {
      ...describeRevision(input.key, input.revision),
      reason: { id: input.reason, text: REASONS[input.reason] },
      case: describeCase(input.case),
      deposit: input.deposit,
      requested_action: 'Release what was held because of this alert alone.',
      engine: input.engine,
    },
  };
}
