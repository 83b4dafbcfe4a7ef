import { createRpcSource } from '@fundtrail/chains';
import {
  ACCOUNT_POLICIES,
  type Address,
  accountId,
  type Context,
  formatAccount,
  type Policy,
  type Source,
  type TransactionFact,
} from '@fundtrail/core';
import { type Anvil, playTheft, referenceLedger, type Story, startAnvil } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceOpener, DEFAULT_LIMITS, type SourceSpec } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { expectSameAsReference } from './same-as-reference.ts';

const CHAIN = 'eip155:31337';
const ETHER = 10n ** 18n;
const PACE_MS = 150;
const FOLLOW_EVERY_MS = 100;

let anvil: Anvil;
let harness: Harness;
beforeEach(async () => {
  anvil = await startAnvil();
});
afterEach(async () => {
  await harness.close();
  await anvil.stop();
});

describe('a theft that is followed while it happens', () => {
  it('comes out as an independent ledger says from the whole chain, and as when it is traced afterwards', async () => {
    harness = await startHarness();
    let id = '';
    let playing = true;
    const play = playTheft({
      url: anvil.url,
      pace: PACE_MS,
      onTheft: async (story) => {
        await harness.deps.labels.importSet('default', story.labels);
        id = await startCase(harness, story, true);
      },
    }).finally(() => {
      playing = false;
    });
    while (playing) {
      await harness.drain();
      if (id !== '') await harness.follow();
      await harness.context.clock.sleep(FOLLOW_EVERY_MS);
    }
    const story = await play;
    await followToTheEnd(harness, id);
    const followed = await harness.tracer.cases.result(id);

    const transactions = await wholeChain(story, harness.context);
    const reference = referenceLedger({
      transactions,
      seeds: [{ kind: 'transaction', chain: story.chain, hash: story.theft.hash }],
      labels: story.labels,
      policies: ACCOUNT_POLICIES,
      floor: DEFAULT_LIMITS.floor,
    });
    expect(followed.case.status).toBe('following');
    expect(followed.case.coverage.gaps).toEqual([]);
    expectSameAsReference(followed, reference, ACCOUNT_POLICIES);
    for (const { address, asset, amount } of story.expected.deposits) {
      const to = formatAccount(accountId(story.chain, address));
      const isNative = asset === 'native';
      const received = followed.flows.filter((flow) => flow.to === to && flow.asset.includes('slip44') === isNative);
      expect(received.reduce((sum, flow) => sum + BigInt(flow.amount), 0n)).toBe(amount);
    }

    const other = await startHarness();
    try {
      await other.deps.labels.importSet('default', story.labels);
      const afterwards = await startCase(other, story, false);
      await other.drain();
      const { totals, accounts, flows } = await other.tracer.cases.result(afterwards);
      expect({ totals, accounts, flows }).toEqual({
        totals: followed.totals,
        accounts: followed.accounts,
        flows: followed.flows,
      });
    } finally {
      await other.close();
    }
  });
});

describe('following', () => {
  let people: readonly Address[];
  const [thief, helper, friend] = [1, 2, 3];
  const person = (place: number): Address => people[place] ?? '';
  const received = async (id: string, place: number, policy: Policy = 'taint_first'): Promise<bigint> => {
    const account = formatAccount(accountId(CHAIN, person(place)));
    const { accounts } = await harness.tracer.cases.result(id);
    return BigInt(accounts.find((row) => row.account === account)?.received[policy] ?? '0');
  };
  const steal = async ({ follow = true, andThen = async (): Promise<unknown> => undefined } = {}): Promise<string> => {
    people = (await ask('eth_accounts', [])) as Address[];
    const hash = await pay(person(0), person(thief), 100n);
    await andThen();
    const id = await harness.tracer.cases.create({
      name: 'a theft',
      seeds: [{ kind: 'transaction', chain: CHAIN, hash }],
      policies: ['taint_first'],
      limits: DEFAULT_LIMITS,
      source: { kind: 'rpc', chain: CHAIN, url: anvil.url },
      labelSets: [],
      follow,
    });
    await harness.drain();
    return id;
  };

  it('loses no block that comes between the end of a history and the account being followed', async () => {
    let whenHelperIsRead = async (): Promise<void> => {};
    harness = await startHarness({ openSource: hooked(() => whenHelperIsRead()) });
    const id = await steal();
    whenHelperIsRead = async () => {
      whenHelperIsRead = async () => {};
      await pay(person(helper), person(friend), 30n);
      await harness.follow();
    };
    await pay(person(thief), person(helper), 50n);
    await harness.follow();
    await harness.drain();
    await followToTheEnd(harness, id);
    expect(await received(id, friend)).toBe(30n * ETHER);
  });

  it('loses no block that passed while the case rested and another one moved the head on', async () => {
    harness = await startHarness();
    const id = await steal();
    await harness.tracer.cases.pause(id, 'a holiday');
    await pay(person(thief), person(helper), 40n);
    await steal();
    await followToTheEnd(harness, id);
    await harness.tracer.cases.resume(id);
    await harness.drain();
    await followToTheEnd(harness, id);
    expect(await received(id, helper)).toBe(40n * ETHER);
  });

  it('does a step again that was cut off before it was noted', async () => {
    harness = await startHarness();
    const id = await steal();
    await pay(person(thief), person(helper), 20n);
    await harness.follow();
    const { advance } = harness.deps.follow;
    Object.assign(harness.deps.follow, { advance: () => Promise.reject(new Error('killed')) });
    await pay(person(thief), person(helper), 1n);
    await expect(harness.follow()).rejects.toThrow('killed');
    harness.lose();
    Object.assign(harness.deps.follow, { advance });
    await followToTheEnd(harness, id);
    expect(await received(id, helper)).toBe(21n * ETHER);
  });

  it('is refused by a source that does not tell blocks, and nothing is made', async () => {
    harness = await startHarness();
    const spec = {
      name: 'a theft',
      seeds: [{ kind: 'account', account: accountId(CHAIN, `0x${'11'.repeat(20)}`), fromBlock: 0 }],
      policies: ['taint_first'],
      limits: DEFAULT_LIMITS,
      source: { kind: 'explorer', chain: CHAIN, url: 'http://127.0.0.1:9' },
      labelSets: [],
      follow: true,
    } as const;
    await expect(harness.tracer.cases.create(spec)).rejects.toMatchObject({
      code: 'invalid_input',
      place: { field: 'follow' },
    });
    expect(await harness.tracer.cases.list()).toEqual([]);
  });

  it('sees the theft of a moment ago although the head was looked at before it', async () => {
    harness = await startHarness();
    await steal();
    const id = await steal({ follow: false, andThen: () => pay(person(thief), person(helper), 10n) });
    expect(await received(id, helper)).toBe(10n * ETHER);
  });

  async function pay(from: Address, to: Address, ether: bigint): Promise<string> {
    return String(await ask('eth_sendTransaction', [{ from, to, value: `0x${(ether * ETHER).toString(16)}` }]));
  }
});

/** A source whose histories of the second account call the hook once they are read. */
function hooked(hook: () => Promise<void>): (spec: SourceSpec) => Promise<Source> {
  let opened: Promise<Source> | undefined;
  return (spec) => {
    opened ??= createSourceOpener({
      context: harness.context,
      facts: harness.deps.facts,
      limiter: { take: async () => {}, slowDown: async () => {} },
    })
      .open(spec)
      .then((source) => ({
        ...source,
        history: async (request) => {
          const answer = await source.history(request);
          const helper = ((await ask('eth_accounts', [])) as string[])[2];
          if (request.address === helper) await hook();
          return answer;
        },
      }));
    return opened;
  };
}

/** Follows until a look at the head leads to nothing more. */
async function followToTheEnd({ tracer, deps, drain, follow }: Harness, id: string): Promise<void> {
  const { source } = await tracer.cases.show(id);
  const head = Number(await ask('eth_blockNumber', []));
  const isThere = async (): Promise<boolean> =>
    ((await deps.follow.stateOf({ chain: CHAIN, source: source.id }))?.position?.number ?? 0) >= head &&
    ((await deps.facts.reachOfCase('live', [source.id], id, CHAIN)) ?? 0) >= head;
  do {
    await follow();
    await drain();
  } while (!(await isThere()));
}

function startCase({ tracer }: Harness, story: Omit<Story, 'expected'>, follow: boolean): Promise<string> {
  return tracer.cases.create({
    name: 'the played theft',
    seeds: [{ kind: 'transaction', chain: story.chain, hash: story.theft.hash }],
    policies: ACCOUNT_POLICIES,
    limits: DEFAULT_LIMITS,
    source: { kind: 'rpc', chain: story.chain, url: anvil.url, wrapped: story.wrapped },
    labelSets: [],
    follow,
  });
}

/** Every transaction of the chain, each read whole, block by block. */
async function wholeChain(story: Story, context: Context): Promise<readonly TransactionFact[]> {
  const source = await createRpcSource({ url: anvil.url, chain: story.chain, context, wrapped: story.wrapped });
  const transactions: TransactionFact[] = [];
  const { block: head } = await source.head(story.chain);
  for (let block = 0; block <= head; block += 1)
    transactions.push(...(await source.block(story.chain, block)).transactions);
  return transactions;
}

async function ask(method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(anvil.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: unknown };
  if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
  return answer.result;
}
