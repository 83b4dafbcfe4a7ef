import type { CoinJoin, TransactionKind } from '@fundtrail/attribution';
import type { Policy, ScriptType } from '@fundtrail/core';
import type { ShownBridge } from '../shown-bridges.ts';
import type { MinedStatus } from './utxo-reading.ts';

/** Base units as a decimal string. */
type Amount = string;

/** What of each output, in order, and of the fee is stolen money under one policy. Poison marks outputs whole, and no fee. */
export type PolicyTaint = { readonly outputs: readonly Amount[]; readonly fee: Amount | null };

export type TaintByPolicy = Readonly<Partial<Record<Policy, PolicyTaint>>>;

export type ExplainedInput = {
  readonly place: number;
  /** The coin that is spent, `<txid>:<vout>`. */
  readonly coin: string;
  /** Address of the coin's owner, `script-<digest>` where none stands for its script; null, as type and amount may be, where the record does not tell. */
  readonly address: string | null;
  readonly type: ScriptType | null;
  readonly amount: Amount | null;
  readonly marks: readonly 'stolen'[];
};

/**
 * - `change`: goes back to the payer. - `peel`: what a peel takes off. - `mixed`: one of several equal outputs of a CoinJoin.
 * - `unmixed`: an output of a CoinJoin with an amount of its own, change of one who takes part. - `premix`: prepared for a Whirlpool mix. - `dust`: too little to be a payment.
 */
export type OutputMark = 'change' | 'peel' | 'mixed' | 'unmixed' | 'premix' | 'dust';

/** What an OP_RETURN carries. `text` where all of it is printable UTF-8. */
export type OutputData = { readonly hex: string; readonly text: string | null };

export type ExplainedOutput = {
  readonly place: number;
  /** As of inputs; null for an OP_RETURN, which nobody owns. */
  readonly address: string | null;
  readonly type: ScriptType;
  readonly amount: Amount;
  readonly marks: readonly OutputMark[];
  /** Of a mixed output: it belongs to a given participant with a chance of one in so many. */
  readonly one_of?: number;
  readonly data?: OutputData;
};

/** What a transaction of a UTXO chain did, for people and programs. Annotations tell what is likely; only `taint` is the ledger's. */
export type UtxoExplanation = {
  readonly txid: string;
  readonly kind: TransactionKind;
  readonly coinjoin:
    | (Pick<CoinJoin, 'scheme' | 'confidence' | 'participants'> & { readonly denomination: Amount })
    | null;
  readonly change: { readonly vout: number; readonly confidence: number; readonly signs: readonly string[] } | null;
  /** Where inputs are marked as stolen: what the ledger makes of it, under every policy of UTXO chains. */
  readonly taint?: TaintByPolicy;
  /** Why it is of this kind. */
  readonly reason: string;
  /** CAIP-2. */
  readonly chain: string;
  readonly status: MinedStatus;
  readonly block: number | null;
  /** Unix seconds. */
  readonly time: number | null;
  /** null where an input's amount is not known; of a coinbase 0. */
  readonly fee: Amount | null;
  /** None of a coinbase. */
  readonly inputs: readonly ExplainedInput[];
  readonly outputs: readonly ExplainedOutput[];
  /** What a reader must know, the record's gaps first. */
  /** What the transaction is to cross-chain movements. */
  readonly bridges: readonly ShownBridge[];
  readonly notes: readonly string[];
};
