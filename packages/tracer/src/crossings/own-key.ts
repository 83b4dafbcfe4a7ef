import type { BridgeLeg, ChainId, Hash } from '@fundtrail/core';

/** A leg by its transaction. */
export type OwnKey = { readonly chain: ChainId; readonly hash: Hash; readonly index: number };

const FORM = /^(.+):(0x[0-9a-f]{64})#(\d+)$/;

/** What stands for the key of a source leg that nothing is known to join: its transaction and place. No protocol's keys have this form. */
export function ownKey({ chain, tx, index }: Pick<BridgeLeg, 'chain' | 'tx' | 'index'>): string {
  return `${chain}:${tx}#${index}`;
}

/** The inverse of `ownKey`; undefined for a key that two sides have in common. */
export function parseOwnKey(key: string): OwnKey | undefined {
  const [, chain, hash, index] = FORM.exec(key) ?? [];
  return chain === undefined || hash === undefined ? undefined : { chain, hash, index: Number(index) };
}
