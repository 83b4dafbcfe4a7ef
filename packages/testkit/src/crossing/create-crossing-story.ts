import { InputError } from '@fundtrail/core';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { BAD_ACTORS } from './bad-actors.ts';
import { endingsOf } from './endings.ts';
import { type LocatedAccount, locatedOf } from './located.ts';
import { openScenery, type Play, type SceneryOptions, STOLEN } from './scenery.ts';
import { STEPS, type StepName } from './steps.ts';
import { type TakenBack, takeBack } from './take-back.ts';
import type { Thorchain } from './thorchain/network.ts';
import type { BadAct, BadActor, CrossingTransaction, CrossingTruth } from './truth.ts';

/** A theft on one EVM chain that goes to a UTXO chain, back to a second EVM chain and on to a third, where it is cashed out. */
export type CrossingStory = {
  /** State of the played network, for `serveThorchain`. */
  readonly network: Thorchain;
  /** The vaults, for a reader of bridges. */
  readonly located: readonly LocatedAccount[];
  /** The UTXO node under Litecoin's name. */
  readonly utxo: UtxoNode;
  /** Accounts and scripts by what they do. */
  readonly cast: Play['cast'];
  /** The step that comes next; undefined at the end. */
  readonly next: StepName | undefined;
  /** Plays the next step; resolves to its transactions. @throws InputError at the end of the story */
  step(): Promise<readonly CrossingTransaction[]>;
  /** Plays on to the end of this step, or of the story. @throws InputError for a step that was played */
  playTo(last?: StepName): Promise<readonly CrossingTransaction[]>;
  /** Lets somebody lead astray. @throws InputError before the step whose link it abuses */
  spoil(actor: BadActor): Promise<BadAct>;
  /** Takes back the blocks from this step's first transaction on, and mines all of them again in others; see `takeBack`. */
  takeBack(step: StepName): Promise<TakenBack>;
  /** What was played so far and what is to be found. */
  truth(): CrossingTruth;
  /** Lets go of the chains; they run on. */
  close(): Promise<void>;
};

/** Sets the stage on new chains: `a`, `b` and `c` with the numbers in `places.ts`; see `startCrossingChains`. Takes some seconds. */
export async function createCrossingStory(options: SceneryOptions): Promise<CrossingStory> {
  const play = await openScenery(options);
  const { record, network, cast } = play;
  let played = 0;

  const step = async (): Promise<readonly CrossingTransaction[]> => {
    const next = STEPS[played];
    if (next === undefined) throw new InputError('the story is over', { field: 'step' });
    const before = record.transactions.length;
    await next.play(play);
    played += 1;
    return record.transactions.slice(before);
  };

  return {
    network,
    cast,
    located: locatedOf(play),
    utxo: play.coins.node,
    get next() {
      return STEPS[played]?.name;
    },
    step,
    playTo: async (last = 'sweep') => {
      const end = STEPS.findIndex(({ name }) => name === last);
      if (end < played) throw new InputError(`the step ${last} was played before`, { field: 'step' });
      const made: CrossingTransaction[] = [];
      while (played <= end) made.push(...(await step()));
      return made;
    },
    spoil: (actor) => BAD_ACTORS[actor](play),
    takeBack: (name) => takeBack(play, name),
    truth: () => {
      const theft = record.transactions.find(({ flows }) => flows.some(({ kind }) => kind === 'stolen'));
      if (theft === undefined) throw new InputError('nothing was stolen so far', { field: 'step' });
      return {
        theft: { chain: theft.chain, hash: theft.hash, account: cast.thief, amount: STOLEN },
        transactions: record.transactions.filter((made) => STEPS.some(({ name }) => name === made.step)),
        links: [...record.links],
        swaps: [...record.swaps],
        endings: endingsOf(play),
        badActs: [...record.badActs],
        labels: play.labels,
      };
    },
    close: async () => void (await Promise.all([play.a, play.b, play.c].map(({ stage }) => stage.close()))),
  };
}
