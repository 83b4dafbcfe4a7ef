import { type Output, type OwnedCoin, sum } from '../utxo-node/build-transaction.ts';
import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';

const LEAST_WIDTH = 20;
const MOST_WIDTH = 50;
/** Outputs are no smaller: their fees must be worth it. */
const LEAST_AMOUNT = 20_000n;

/**
 * What becomes of a wallet that fans out, to be done block by block: it pays many wallets at once; half of these are brought together again,
 * and then in part to the exchange; the others rest.
 */
export function planFan(stage: Stage, { thief, deposits }: Cast, wallet: OwnedCoin): readonly (() => void)[] {
  const { random } = stage;
  let fanned: readonly OwnedCoin[] = [];
  let together: OwnedCoin | undefined;

  const fan = (): void => {
    const width = random.between(LEAST_WIDTH, MOST_WIDTH);
    const fee = stage.fee();
    const share = (wallet.amount - fee) / BigInt(width);
    const outputs: Output[] = Array.from({ length: width - 1 }, () => {
      const amount = (share * BigInt(random.between(50, 100))) / 100n;
      return { script: thief.lock(stage.form()).script, amount: amount > LEAST_AMOUNT ? amount : LEAST_AMOUNT };
    });
    outputs.push({ script: thief.lock(stage.form()).script, amount: wallet.amount - fee - sum(outputs) });
    fanned = thief.coinsOf(stage.act('fan_out', [wallet], outputs));
  };
  const consolidate = (): void => {
    const inputs = fanned.filter((_, at) => at % 2 === 0);
    const amount = sum(inputs) - stage.fee();
    const made = stage.act('consolidation', inputs, [{ script: thief.lock('p2wpkh').script, amount }]);
    [together] = thief.coinsOf(made);
  };
  const deposit = (): void => {
    if (together === undefined) return;
    const paid = (together.amount * BigInt(random.between(30, 70))) / 100n;
    const left = together.amount - paid - stage.fee();
    stage.act(
      'late',
      [together],
      [
        { script: random.pick(deposits), amount: paid },
        { script: thief.lock(stage.form()).script, amount: left },
      ],
    );
  };
  return [fan, consolidate, deposit];
}
