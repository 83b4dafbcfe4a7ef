import type { Address } from './address.ts';
import type { LogFact, TransactionFact } from './facts.ts';

/** A transaction with what it tells beside its movements: enough to explain it to a person. */
export type TransactionReading = {
  readonly fact: TransactionFact;
  /** The receiver, or the address that the transaction created. */
  readonly to: Address;
  /** The function that was called: `0x` and 8 digits; absent where data shorter than that came along, or none is known. */
  readonly selector?: string;
  /** In log order; empty where the transaction failed. */
  readonly logs: readonly LogFact[];
  /** Accounts that the transaction shows to be code, certainly or most likely: never its sender. */
  readonly code: readonly Address[];
  /**
   * What the record left out of the transaction itself. `value`: `fact` lacks the leg of the top-level value; `status`: whether
   * it succeeded, and success is assumed; `time`: it is 0.
   */
  readonly lacks: readonly ('value' | 'status' | 'time')[];
};
