import type { Hash } from '@fundtrail/core';
import { createRandom, type Random } from '../random.ts';
import {
  type BuiltTransaction,
  buildTransaction,
  type Output,
  type OwnedCoin,
  sum,
} from '../utxo-node/build-transaction.ts';
import { createLock, type Lock, SCRIPT_FORMS, type ScriptForm } from '../utxo-node/lock.ts';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import type { PlayedTransaction, Scene } from './story.ts';

/** Base units of one transaction's fee; the rates of a day vary. */
const LEAST_FEE = 1_000;
const MOST_FEE = 9_000;

/** Somebody with keys. */
export type Actor = {
  /** A key that was never used before. */
  lock(form?: ScriptForm): Lock;
  /** The coins of a transaction that this actor can spend. */
  coinsOf(transaction: BuiltTransaction): readonly OwnedCoin[];
  owns(script: string): boolean;
};

/** Where the story is played: transactions wait until the block that holds them is mined, in the order in which they were made. */
export type Stage = {
  readonly node: UtxoNode;
  readonly random: Random;
  actor(name: string): Actor;
  /** Any form of script, each as likely. */
  form(): ScriptForm;
  /** Base units of a transaction's fee. */
  fee(): bigint;
  act(scene: Scene, inputs: readonly OwnedCoin[], outputs: readonly Output[]): BuiltTransaction;
  /** Lets a transaction that was built elsewhere wait as well. */
  add(scene: Scene, built: BuiltTransaction): void;
  /** The transaction that was made last. */
  newest(): BuiltTransaction;
  /** Number of transactions that wait for the next block. */
  waiting(): number;
  /** Mines what waits, or the first so many, if anything does. */
  mine(most?: number): Promise<void>;
  /** Takes blocks off the chain; what was in them waits again, all of it, in the order of before. @returns their hashes, the oldest first */
  takeBack(depth: number): Promise<readonly Hash[]>;
  /** Leaves out a transaction that waits. */
  leaveOut(hash: Hash): void;
  played(): readonly PlayedTransaction[];
};

type Waiting = { readonly scene: Scene; readonly built: BuiltTransaction };

/** @param onBlock told after each block that was mined */
export function openStage(
  node: UtxoNode,
  seed: number,
  onBlock: (block: number) => void | Promise<void> = () => {},
): Stage {
  const random = createRandom(seed);
  let waiting: readonly Waiting[] = [];
  let played: readonly PlayedTransaction[] = [];
  /** Another one on each branch: a block with the same transactions must not be the same block. */
  const miner = createActor(`${seed}/miner`);
  let payTo = miner.lock().script;

  const add: Stage['add'] = (scene, built) => {
    waiting = [...waiting, { scene, built }];
  };

  return {
    add,
    node,
    random,
    actor: (name) => createActor(`${seed}/${name}`),
    form: () => random.pick(SCRIPT_FORMS.filter((form) => form !== 'p2pk')),
    fee: () => BigInt(random.between(LEAST_FEE, MOST_FEE)),
    act(scene, inputs, outputs) {
      if (sum(outputs) >= sum(inputs)) throw new RangeError(`a ${scene} pays more than it spends`);
      const built = buildTransaction(inputs, outputs);
      add(scene, built);
      return built;
    },
    newest() {
      const newest = waiting.at(-1)?.built;
      if (newest === undefined) throw new RangeError('nothing waits');
      return newest;
    },
    waiting: () => waiting.length,
    async mine(most = waiting.length) {
      const taken = waiting.slice(0, most);
      if (taken.length === 0) return;
      const hexes = taken.map(({ built }) => built.hex);
      const hash = await node.generateBlock(hexes, payTo);
      const place = { block: await node.height(), blockHash: hash };
      played = [...played, ...taken.map(({ scene, built }) => ({ ...built, scene, ...place }))];
      waiting = waiting.slice(taken.length);
      await onBlock(place.block);
    },
    async takeBack(depth) {
      const height = await node.height();
      const first = height - depth + 1;
      const hashes: Hash[] = [];
      for (let block = first; block <= height; block += 1) hashes.push(await node.hashAt(block));
      await node.invalidate(hashes[0] ?? '');
      payTo = miner.lock().script;
      const back = played.filter(({ block }) => block >= first).map(({ scene, ...built }) => ({ scene, built }));
      waiting = [...back, ...waiting];
      played = played.filter(({ block }) => block < first);
      return hashes;
    },
    leaveOut(hash) {
      waiting = waiting.filter(({ built }) => built.hash !== hash);
    },
    played: () => played,
  };
}

function createActor(seed: string): Actor {
  const locks = new Map<string, Lock>();
  return {
    lock(form = 'p2wpkh') {
      const lock = createLock(form, `${seed}/${locks.size}`);
      locks.set(lock.script, lock);
      return lock;
    },
    coinsOf: ({ hash, outputs }) =>
      outputs.flatMap(({ script, amount }, place) => {
        const lock = locks.get(script);
        return lock === undefined ? [] : [{ tx: hash, place, amount, lock }];
      }),
    owns: (script) => locks.has(script),
  };
}
