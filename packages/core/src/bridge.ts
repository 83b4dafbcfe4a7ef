import type { Address } from './address.ts';
import type { AssetRef } from './asset.ts';
import type { Hash } from './hash.ts';

/** What a transaction is to a cross-chain movement: where it leaves, where it arrives, or where it comes back. */
export type BridgeSide = 'source' | 'destination' | 'refund';

/**
 * How the two sides of a cross-chain movement are joined.
 * - `K`: by a key that both transactions hold. - `D`: the other transaction follows from this one's receipt alone.
 * - `A`: by an answer of the protocol's own API or chain, kept as it came. - `H`: by a heuristic: a candidate, never a flow.
 */
export type ProofClass = 'K' | 'D' | 'A' | 'H';

/** How sure a step of a trail is; a trail is as good as its weakest. */
export type Grade = 'on_chain' | 'protocol_linked' | 'heuristic';

export function gradeOf(proof: ProofClass): Grade {
  return proof === 'H' ? 'heuristic' : 'protocol_linked';
}

/**
 * The chain that the other side of a movement is on: CAIP-2 where it has such an id, though it need not be one that can be
 * traced (`solana:…`, `tron:0x2b6653dc`, `cosmos:thorchain-1`).
 */
export type ChainName = string;

/**
 * One side of a cross-chain movement, as one transaction shows it. A fact: it is read from the transaction alone, whatever became of the
 * other side. `fault` says why it can link nothing (a memo that cannot be read, an address of another form, …); it is kept all the same.
 */
export type BridgeLeg = {
  readonly protocol: string;
  readonly side: BridgeSide;
  readonly proof: ProofClass;
  /** The same words on both sides of one movement, unique within the protocol: lower case, parts joined by `:`. */
  readonly key: string | undefined;
  readonly chain: ChainName;
  readonly tx: Hash;
  /** Place among the transaction's bridge legs, from 0. */
  readonly index: number;
  /** What shows it: `log:12`, `input`, `out:2`, `leg:<id>`, `api`. */
  readonly evidence: string;
  readonly fromChain: ChainName | undefined;
  /** Who sent it on its way; in stored form on chains that can be traced, else as it is written there. */
  readonly fromAccount: string | undefined;
  readonly toChain: ChainName | undefined;
  /** Whom it is meant for (source), who got it (destination, refund). */
  readonly toAccount: string | undefined;
  /** What moved on this transaction's chain; undefined where it cannot be told. */
  readonly asset: AssetRef | undefined;
  /** Base units of `asset`. */
  readonly amount: bigint | undefined;
  /** Of the movement's legs on this chain: those that received it (source) or paid it (destination, refund). For what is burnt or minted, the token. */
  readonly custody: readonly Address[];
  /** Ids of the transaction's legs that carry it, where they are known one by one; else custody, asset and amount find them. */
  readonly legs: readonly string[] | undefined;
  /** What is asked for on the other side, in the protocol's words (`BTC.BTC`, a token's address). */
  readonly toAsset: string | undefined;
  /** Least amount that is asked for, in the protocol's units. */
  readonly minOut: bigint | undefined;
  readonly memo: string | undefined;
  /** Unix seconds after which the movement is void. */
  readonly expires: number | undefined;
  /** What the protocol keeps, in base units of `asset` of the source side. */
  readonly fee: bigint | undefined;
  /** Wrappers that it came through, outermost first (`lifi`, `socket`). */
  readonly via: readonly string[];
  readonly fault: string | undefined;
  /** What a reader should know: disagreements, what was looked through. */
  readonly notes: readonly string[];
};

const GRADES: readonly Grade[] = ['on_chain', 'protocol_linked', 'heuristic'];

/** A trail is as good as its weakest step. */
export function weakestGrade(grades: readonly Grade[]): Grade {
  return GRADES[Math.max(0, ...grades.map((grade) => GRADES.indexOf(grade)))] ?? 'heuristic';
}

/** What a leg says where nothing is known but what it is and where it stands. */
export const UNTOLD: Omit<BridgeLeg, 'protocol' | 'side' | 'proof' | 'chain' | 'tx' | 'index' | 'evidence'> = {
  key: undefined,
  fromChain: undefined,
  fromAccount: undefined,
  toChain: undefined,
  toAccount: undefined,
  asset: undefined,
  amount: undefined,
  custody: [],
  legs: undefined,
  toAsset: undefined,
  minOut: undefined,
  memo: undefined,
  expires: undefined,
  fee: undefined,
  via: [],
  fault: undefined,
  notes: [],
};

/** What names the movement that legs with the same protocol and key belong to. */
export function linkName(protocol: string, key: string): string {
  return `${protocol}:${key}`;
}
