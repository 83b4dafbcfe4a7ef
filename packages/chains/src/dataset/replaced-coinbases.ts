import type { UtxoTransaction } from '../bitcoin/utxo-fact.ts';

/**
 * The two coinbases of Bitcoin that a later block made again, with the same id (BIP30): their coins took the place of the first ones, which
 * nobody can spend. By id, the block of the first.
 */
const REPLACED: Readonly<Record<string, number>> = {
  '0xd5d27987d2a3dfc724e359870c6644b40e497bdc0589a033220fe15429d88599': 91_812,
  '0xe3bf3d07d4b0375638d5f1db5255fe07ba2c4cb067cd81b84ee974b6585fb468': 91_722,
};

export const REPLACED_REASON = 'coinbases that a later one of the same id replaced (BIP30)';

export function isReplaced({ hash, block, inputs }: UtxoTransaction): boolean {
  return inputs.length === 0 && REPLACED[hash] === block;
}
