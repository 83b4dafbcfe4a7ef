/** Parts that the views share, as SQL over a row with `chain_id` joined to `facts.chains c`. */

/** Chains whose hashes and addresses are written their own way. */
const UTXO = "c.caip2 like 'bip122:%'";

/** An address or hash in stored form. */
export function hex(column: string): string {
  return `'0x' || encode(${column}, 'hex')`;
}

/** A transaction's hash as it is written on its chain. */
export function hash(column: string): string {
  return `case when ${UTXO} then '' else '0x' end || encode(${column}, 'hex')`;
}

/** An address as it is written: lower-case hex; on UTXO chains the owner of the coin, or the transaction that swallowed it. */
export function address(column: string, owner: string): string {
  return `case when ${UTXO} then coalesce(${owner}, encode(substr(${column}, 2, 32), 'hex')) else ${hex(column)} end`;
}

/** The transaction of a coin; null for what is none. */
export function coinTx(column: string): string {
  return `case when length(${column}) = 37 then encode(substr(${column}, 2, 32), 'hex') end`;
}

/** The place of a coin among the outputs of its transaction; null for what is none. */
export function coinPlace(column: string): string {
  return `case when length(${column}) = 37 then ('x' || encode(substr(${column}, 34), 'hex'))::bit(32)::bigint end`;
}

/** CAIP-10. */
export function caip10(column: string, owner: string): string {
  return `c.caip2 || ':' || ${address(column, owner)}`;
}

/** CAIP-19, stored form. */
export function caip19(column: string): string {
  return `case when length(${column}) = 0 then c.caip2 || '/slip44:' || c.slip44 else c.caip2 || '/erc20:0x' || encode(${column}, 'hex') end`;
}

/** A token's contract; null for the native asset. */
export function contract(column: string): string {
  return `case when length(${column}) = 0 then null else ${hex(column)} end`;
}

/** The assets that were stolen in a case, in the order of the elements of origin arrays. */
export function units(caseId: string): string {
  return `(select array_agg(u.asset order by u.unit) from derived.units u where u.case_id = ${caseId})`;
}

export const ORIGIN_UNITS =
  'CAIP-19 ids of the stolen assets; element n of the origin arrays of this row is in base units of element n of this';

export const COMMON_COLUMNS = {
  case_id: 'Case that the row belongs to',
  policy:
    'How tainted and clean money part again: haircut, fifo, lifo, taint_first, clean_first, tiho or poison. One row per policy of the case',
  lead: 'Whether this is the policy that decides what is followed: choose one policy, or this, before you sum',
  chain: 'CAIP-2 id of the chain',
} as const;
