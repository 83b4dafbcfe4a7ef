import { type BridgeLeg, isUtxo, type TransactionFact } from '@fundtrail/core';
import { type Crossing, carriedAmount } from '@fundtrail/ledger';

/**
 * Marks legs that claim to have brought more than the transaction paid, where all that it paid is known: an event says what it likes,
 * the movements say what happened. What leaves is noted only, since the ledger counts what moved.
 */
export function checkClaims(fact: TransactionFact, legs: readonly BridgeLeg[]): readonly BridgeLeg[] {
  return legs.map((leg) => (isUtxo(fact.chain) ? leg : checkClaim(fact, leg)));
}

function checkClaim(fact: TransactionFact, leg: BridgeLeg): BridgeLeg {
  const { asset, amount, custody, legs, protocol, side, fault } = leg;
  if (fault !== undefined || asset === undefined || amount === undefined) return leg;
  if ((custody.length === 0 && legs === undefined) || !isKnown(fact, asset === 'native')) return leg;
  const about = { link: '', protocol, asset, amount, custody, legs };
  const crossing: Crossing =
    side === 'source' ? { ...about, side: 'in', fee: 0n } : { ...about, side: 'out', share: 'rest' };
  const moved = carriedAmount(fact.legs, crossing);
  if (moved >= amount) return leg;
  if (side === 'source') return { ...leg, notes: [...leg.notes, `says that ${amount} was sent, but ${moved} moved`] };
  return { ...leg, fault: `claims to have paid ${amount}, but ${moved} moved` };
}

function isKnown({ whole }: TransactionFact, native: boolean): boolean {
  return native ? whole.includes('native') && whole.includes('internal') : whole.includes('token');
}
