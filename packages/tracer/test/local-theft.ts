import { type Address, accountId, formatAccount, type Policy } from '@fundtrail/core';
import { type Chain, openChain } from '@fundtrail/testkit';
import { DEFAULT_LIMITS } from '../src/index.ts';
import type { Harness } from './harness.ts';

export const ETHER = 10n ** 18n;
const POLICY: Policy = 'taint_first';

/** A theft of 100 on a local chain, and what its people do then. */
export type LocalTheft = {
  readonly id: string;
  readonly chainId: string;
  readonly chain: Chain;
  /** Accounts with keys: 0 is the victim, 1 the thief. */
  person(place: number): Address;
  /** Resolves to the transaction, which is in a block. */
  pay(from: number, to: number, ether: bigint): Promise<string>;
  /** Tainted units that an account received, as the case tells. */
  received(place: number): Promise<bigint>;
};

export type TheftOptions = {
  readonly chainId?: number;
  /** What the case reads from; the chain itself when left out. */
  readonly rpc?: string;
  readonly follow?: boolean;
  /** Another case about the theft of a case that there is already. */
  readonly of?: string;
};

/** Steals (unless it was before), and traces it: followed, unless told otherwise. */
export async function startTheft(harness: Harness, url: string, options: TheftOptions = {}): Promise<LocalTheft> {
  const { chainId: number = 31_337, rpc = url, follow = true } = options;
  const chain = openChain(url);
  const chainId = `eip155:${number}`;
  const people = (await chain.ask('eth_accounts')) as readonly Address[];
  const person = (place: number): Address => people[place] ?? '';
  const pay = (from: number, to: number, ether: bigint): Promise<string> =>
    chain.send({ from: person(from), to: person(to), value: `0x${(ether * ETHER).toString(16)}` });
  const hash = options.of ?? (await pay(0, 1, 100n));
  const id = await harness.tracer.cases.create({
    name: 'a theft',
    seeds: [{ kind: 'transaction', chain: chainId, hash }],
    policies: [POLICY],
    limits: DEFAULT_LIMITS,
    source: { kind: 'rpc', chain: chainId, url: rpc },
    labelSets: [],
    follow,
  });
  await harness.drain();
  return {
    id,
    chainId,
    chain,
    person,
    pay,
    received: async (place) => {
      const account = formatAccount(accountId(chainId, person(place)));
      const { accounts } = await harness.tracer.cases.result(id);
      return BigInt(accounts.find((row) => row.account === account)?.received[POLICY] ?? '0') / ETHER;
    },
  };
}

/** Follows until the case tells everything up to the chain's newest block. */
export async function followToTheEnd(harness: Harness, { id, chainId, chain }: LocalTheft): Promise<void> {
  const head = await chain.block('latest');
  const { source } = await harness.tracer.cases.show(id);
  for (;;) {
    await harness.follow();
    await harness.drain();
    const position = (await harness.deps.follow.stateOf({ chain: chainId, source: source.id }))?.position;
    const reach = (await harness.deps.facts.reachOfCase('live', [source.id], id, chainId)) ?? 0;
    if (position?.hash === head.hash && reach >= head.number) return;
  }
}

/** What a case comes to: everything but how and when it was found out. */
export async function outcomeOf({ tracer }: Harness, id: string) {
  const { totals, accounts, flows } = await tracer.cases.result(id);
  return { totals, accounts, flows };
}
