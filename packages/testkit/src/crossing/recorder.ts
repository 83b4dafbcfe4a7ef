import { type ChainId, type Hash, InputError } from '@fundtrail/core';
import type { CoinSide } from './coin-side.ts';
import type { EvmSide } from './evm-side.ts';
import type { BadAct, CrossingEnd, CrossingLink, CrossingTransaction, Flow, StorySwap } from './truth.ts';

type Place = Pick<CrossingTransaction, 'block' | 'blockHash' | 'time'>;

/** Writes down what is played. */
export type Recorder = {
  readonly transactions: readonly CrossingTransaction[];
  readonly links: readonly CrossingLink[];
  readonly swaps: readonly StorySwap[];
  readonly badActs: readonly BadAct[];
  /** Of a side's transaction that is mined. The fee is added for whom it concerns: `payer` is the thief. */
  evm(
    step: CrossingTransaction['step'],
    side: EvmSide,
    hash: Hash,
    flows: readonly Flow[],
    payer?: 'thief' | 'other',
  ): Promise<CrossingTransaction>;
  coin(step: CrossingTransaction['step'], hash: Hash, flows: readonly Flow[]): Promise<CrossingTransaction>;
  link(link: CrossingLink): void;
  /** @throws InputError for a name that no link has */
  linkOf(name: string): CrossingLink;
  /** What the network made of it. */
  settle(name: string, settled: { readonly worth: bigint; readonly kept: bigint }): void;
  arrive(name: string, state: CrossingLink['state'], end: CrossingEnd): void;
  swap(swap: StorySwap): void;
  badAct(act: BadAct): BadAct;
  /** Reads again where the transactions of a chain are, after blocks were taken back. */
  placeAgain(chain: ChainId): Promise<void>;
};

export function createRecorder(evmSides: readonly EvmSide[], coins: CoinSide): Recorder {
  const transactions: CrossingTransaction[] = [];
  const links: CrossingLink[] = [];
  const swaps: StorySwap[] = [];
  const badActs: BadAct[] = [];

  const placeOf = async (chain: ChainId, hash: Hash): Promise<Place> => {
    const side = evmSides.find(({ id }) => id === chain);
    return side === undefined ? await coins.placeOf(hash) : await side.blockOf(hash);
  };
  const write = async (at: Omit<CrossingTransaction, keyof Place>): Promise<CrossingTransaction> => {
    const made = { ...at, ...(await placeOf(at.chain, at.hash)) };
    transactions.push(made);
    return made;
  };
  const placeOfLink = (name: string): number => {
    const place = links.findIndex((link) => link.name === name);
    if (place < 0) throw new InputError(`nothing crossed by the name ${name} so far`, { field: 'name' });
    return place;
  };
  const linkOf = (name: string): CrossingLink => links[placeOfLink(name)] as CrossingLink;

  return {
    transactions,
    links,
    swaps,
    badActs,
    evm: async (step, side, hash, flows, payer = 'other') => {
      if (payer === 'other') return await write({ step, chain: side.id, hash, flows });
      const amount = await side.feeOf(hash);
      return await write({ step, chain: side.id, hash, flows: [...flows, { kind: 'fee', asset: 'native', amount }] });
    },
    coin: (step, hash, flows) => write({ step, chain: coins.id, hash, flows }),
    link: (link) => void links.push(link),
    linkOf,
    settle: (name, settled) => {
      links[placeOfLink(name)] = { ...linkOf(name), ...settled };
    },
    arrive: (name, state, end) => {
      const link = linkOf(name);
      links[placeOfLink(name)] = { ...link, state, arrivals: [...link.arrivals, end] };
    },
    swap: (swap) => void swaps.push(swap),
    badAct: (act) => {
      badActs.push(act);
      return act;
    },
    placeAgain: async (chain) => {
      for (const [at, made] of transactions.entries()) {
        if (made.chain === chain) transactions[at] = { ...made, ...(await placeOf(chain, made.hash)) };
      }
      for (const [at, act] of badActs.entries()) {
        const again = act.transactions.map((made) => transactions.find(({ hash }) => hash === made.hash) ?? made);
        badActs[at] = { ...act, transactions: again };
      }
    },
  };
}
