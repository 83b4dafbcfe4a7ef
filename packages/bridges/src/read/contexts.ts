import type { Address, AssetRef, ChainId, Hash, Leg, LogFact } from '@fundtrail/core';

/** What rules may know of the transaction that they read. */
export type TransactionContext = {
  readonly chain: ChainId;
  /** EVM chain number; 0 on UTXO chains. */
  readonly chainNumber: number;
  readonly tx: Hash;
  readonly block: number;
  readonly blockHash: Hash | undefined;
  /** In the block; see `TransactionFact.index`. */
  readonly place: number;
  /** Unix seconds. */
  readonly time: number;
  readonly sender: Address | undefined;
  /** The receiver at the top level. */
  readonly to: Address | undefined;
  /** Call data, `0x…`; `0x` where it is not known. */
  readonly input: string;
  readonly logs: readonly LogFact[];
  /** The transaction's movements of value, fees left out. */
  readonly legs: readonly Leg[];
  /** Top-level native value. */
  readonly value: bigint;
  /** Whether an account plays this role for the protocol on this chain at this time. */
  isRole(address: Address, ...roles: readonly string[]): boolean;
  /** All that an account is on this chain at this time, to any protocol: what is another's is none of one's own. */
  rolesOf(address: Address): readonly { readonly protocol: string; readonly role: string }[];
  /** Movements by what is said of them; what is burnt goes to its token, what is minted comes from it. */
  moved(wanted: {
    readonly asset?: AssetRef;
    readonly from?: Address;
    readonly to?: Address;
    readonly amount?: bigint;
  }): readonly Leg[];
};

export type LogContext = TransactionContext & {
  readonly log: LogFact;
  /** Role of the emitter; `any` where the rule takes any. */
  readonly role: string;
};

export type CallContext = TransactionContext & { readonly role: string };

export type PaymentContext = TransactionContext & { readonly leg: Leg; readonly role: string };

/** A transaction of a UTXO chain. */
export type UtxoContext = TransactionContext & {
  readonly inputs: readonly Leg[];
  readonly outputs: readonly Leg[];
  /** What all OP_RETURN outputs push, joined, and how many such outputs there are. */
  readonly data: { readonly bytes: Uint8Array; readonly outputs: number };
};
