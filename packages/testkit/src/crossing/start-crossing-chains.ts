import { type Anvil, startAnvil } from '../anvil/start-anvil.ts';
import { startUtxoNode, type UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { CHAIN_A, CHAIN_B, CHAIN_C } from './places.ts';

/** The four chains that a story of crossings is played on. */
export type CrossingChains = {
  /** Ethereum's number: the theft happens here. */
  readonly a: Anvil;
  readonly utxo: UtxoNode;
  /** Avalanche's number. */
  readonly b: Anvil;
  /** Base's number. */
  readonly c: Anvil;
  stop(): Promise<void>;
};

const BEGIN = 1_740_000_000;
const SECONDS_BETWEEN_BLOCKS = 12;

/** Starts four new chains; a block is mined per transaction, and its time is the story's. */
export async function startCrossingChains(options: { readonly slotsInAnEpoch?: number } = {}): Promise<CrossingChains> {
  const started: { stop(): Promise<void> }[] = [];
  const start = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const one = await starting;
    started.push(one);
    return one;
  };
  const stop = async (): Promise<void> => void (await Promise.all(started.map((one) => one.stop())));
  const evm = (chainId: number): Promise<Anvil> =>
    start(startAnvil({ chainId, timestamp: BEGIN, secondsBetweenBlocks: SECONDS_BETWEEN_BLOCKS, ...options }));
  const starting = [evm(CHAIN_A), evm(CHAIN_B), evm(CHAIN_C), start(startUtxoNode({ timestamp: BEGIN }))] as const;
  try {
    const [a, b, c, utxo] = await Promise.all(starting);
    return { a, b, c, utxo, stop };
  } catch (error) {
    await Promise.allSettled(starting);
    await stop();
    throw error;
  }
}
