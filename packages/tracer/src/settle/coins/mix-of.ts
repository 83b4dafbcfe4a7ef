import { type Attribution, findCoinJoin } from '@fundtrail/attribution';
import { STOP_CONFIDENCE, type TransactionFact } from '@fundtrail/core';
import type { Stop } from '@fundtrail/ledger';
import { coinKnowledge } from '../../coin-knowledge.ts';

/** How CoinJoins are called where a trail ends in one. */
const SCHEME_NAMES = {
  wasabi1: 'Wasabi 1.0',
  'wasabi1.1': 'Wasabi 1.1',
  wasabi2: 'Wasabi 2',
  whirlpool: 'Whirlpool',
  joinmarket: 'JoinMarket',
} as const;

/** Whether a transaction is a CoinJoin, surely enough that a trail ends in it. */
export function createMixOf(
  attribution: Pick<Attribution, 'stopOf'>,
): (transaction: TransactionFact) => Stop | undefined {
  return (transaction) => {
    const join = findCoinJoin(transaction, coinKnowledge(attribution, transaction.chain));
    if (join === undefined || join.confidence < STOP_CONFIDENCE) return undefined;
    const entity = `${SCHEME_NAMES[join.scheme]} CoinJoin`;
    return { kind: 'mixer', entity, reason: `recognised as ${entity} (confidence ${join.confidence}): ${join.reason}` };
  };
}
