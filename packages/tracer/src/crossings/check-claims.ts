import { type AssetRef, type BridgeLeg, isUtxo, type TransactionFact } from '@fundtrail/core';
import { type Crossing, carriedAmount } from '@fundtrail/ledger';

/**
 * Takes what moved for what was paid, where a leg claims that more arrived and all that the transaction paid is known: an event says what it
 * likes, the movements say what happened. Where nothing moved it is a fault. What leaves is noted only, since the ledger counts what moved.
 */
export function checkClaims(fact: TransactionFact, legs: readonly BridgeLeg[]): readonly BridgeLeg[] {
  return legs.map((leg) => (isUtxo(fact.chain) ? leg : checkClaim(fact, leg)));
}

function checkClaim(fact: TransactionFact, leg: BridgeLeg): BridgeLeg {
  const { asset, amount, custody, legs, side, fault } = leg;
  if (fault !== undefined || asset === undefined || amount === undefined) return leg;
  if ((custody.length === 0 && legs === undefined) || !isKnown(fact, asset === 'native')) return leg;
  const moved = movedBy(fact, { ...leg, asset, amount });
  if (moved >= amount) return leg;
  if (side === 'source') return { ...leg, notes: [...leg.notes, `says that ${amount} was sent, but ${moved} moved`] };
  if (moved === 0n) return { ...leg, fault: `claims to have paid ${amount}, but nothing moved` };
  return { ...leg, amount: moved, notes: [...leg.notes, `says that ${amount} was paid, but ${moved} moved`] };
}

/** What arrived is what its receiver got, where the payer paid them; a fee that a token takes of it went to another. */
function movedBy(
  fact: TransactionFact,
  leg: BridgeLeg & { readonly asset: AssetRef; readonly amount: bigint },
): bigint {
  const { asset, amount, custody, legs, protocol, side, toAccount } = leg;
  const about = { link: '', protocol, asset, amount, custody, legs };
  if (side === 'source') return carriedAmount(fact.legs, { ...about, side: 'in', fee: 0n });
  const out: Crossing = { ...about, side: 'out', share: 'rest' };
  const got = toAccount === undefined ? 0n : carriedAmount(fact.legs, { ...out, recipient: toAccount });
  return got > 0n ? got : carriedAmount(fact.legs, out);
}

function isKnown({ whole }: TransactionFact, native: boolean): boolean {
  return native ? whole.includes('native') && whole.includes('internal') : whole.includes('token');
}
