import type { TransactionShape } from '../transaction-shape.ts';
import type { Detection } from './coin-join.ts';
import { carriesData, paysAnOwnerTwice } from './vetoes.ts';
import { WHIRLPOOL_POOLS } from './whirlpool-pools.ts';

/** Rounds began with five; surge cycles added remixers up to eight. */
const FEWEST = 5;
const MOST = 8;
/** What a new entrant brings for the miner's fee; the most in published mixes is 25,410 sat, graphsense-lib allows 110,000. */
const MOST_FEE_SHARE = 110_000n;
/** All 788 published mixes have the shape, and no ordinary transaction of 3,266. */
const CONFIDENCE = 95;
/** The same shape with inputs not known: equal outputs of a pool's size, as many as inputs. */
const CONFIDENCE_UNSEEN = 80;

/**
 * Whirlpool (Samourai): as many outputs as inputs, all of a pool's denomination, and inputs of that or slightly more, by new
 * entrants who pay the fee.
 */
export function detectWhirlpool(shape: TransactionShape): Detection | undefined {
  const { inputs, inputOwners, outputs, counts, common, whole } = shape;
  if (inputs.length < FEWEST || inputs.length > MOST || outputs.length !== inputs.length || counts.size !== 1)
    return undefined;
  const denomination = common.amount;
  if (!WHIRLPOOL_POOLS.some((pool) => pool.denomination === denomination)) return undefined;
  if (carriesData(shape) || paysAnOwnerTwice(shape)) return undefined;
  const shown = `${outputs.length} outputs of ${denomination} sat, the size of a Whirlpool pool, from as many inputs`;
  const participants = outputs.length;
  if (!whole) return { scheme: 'whirlpool', confidence: CONFIDENCE_UNSEEN, participants, reason: shown };
  const entrants = inputs.filter(({ amount }) => amount !== denomination);
  const fair = entrants.every(({ amount }) => amount > denomination && amount <= denomination + MOST_FEE_SHARE);
  if (!fair || entrants.length === 0 || entrants.length === inputs.length) return undefined;
  if (inputOwners.size !== inputs.length) return undefined;
  const reason = `${shown}, ${entrants.length} of them new`;
  return { scheme: 'whirlpool', confidence: CONFIDENCE, participants, reason };
}
