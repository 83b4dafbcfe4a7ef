import type { ChainId, LogFact } from '@fundtrail/core';
import { dataJson, type Recorded } from '../shared-files.ts';
import { EVENT_LEGS, type EventLegs } from './event-legs.ts';
import { NAMED_LEGS, PAIR_PROTOCOLS } from './named-legs.ts';

/** How many legs of one protocol and side a transaction is expected to have, and what says so. */
export type ExpectedLegs = {
  readonly protocol: string;
  readonly side: EventLegs['side'];
  readonly legs: number;
  readonly by: string;
  readonly why?: string | undefined;
};

type ListedEvent = {
  readonly protocol: string;
  readonly name: string;
  readonly signature: string;
  readonly topic0: string;
};
type ListedAddress = {
  readonly protocol: string;
  readonly chainId: number | string;
  readonly role: string;
  readonly address: string;
};
type Pair = {
  readonly protocol: string;
  readonly source: { readonly tx: string };
  readonly destination: { readonly tx: string };
};

/** Said in the role of what lies at the same address on every chain of a stack. */
const ALL_CHAINS = /\ball\b.*\bchains\b/;

type Counted = EventLegs & { readonly topics: ReadonlyMap<string, string> };

/** Says what is expected of a transaction from lists, names and known pairs: from nothing that an adapter says. */
export function createExpectation(): (recorded: Recorded) => readonly ExpectedLegs[] {
  const events = dataJson<readonly ListedEvent[]>('bridges/events.json');
  const rules = EVENT_LEGS.map((rule): Counted => ({ ...rule, topics: topicsOf(events, rule.events) }));
  const isListed = emitters(dataJson<readonly ListedAddress[]>('bridges/addresses.json'));
  const { pairs } = dataJson<{ readonly pairs: readonly Pair[] }>('bridges/fixtures/verified-pairs.json');
  const paired = new Map<string, ExpectedLegs>(
    pairs.flatMap(({ protocol: name, source, destination }) => {
      const protocol = PAIR_PROTOCOLS[name] ?? name;
      const leg = (side: 'source' | 'destination'): ExpectedLegs => ({ protocol, side, legs: 1, by: 'verified pair' });
      return [[source.tx, leg('source')] as const, [destination.tx, leg('destination')] as const];
    }),
  );
  return (recorded) => {
    const { fact, file, names } = recorded;
    const found = new Map<string, ExpectedLegs>();
    const expect = (leg: ExpectedLegs): void => {
      const id = `${leg.protocol} ${leg.side}`;
      if ((found.get(id)?.legs ?? 0) < leg.legs) found.set(id, leg);
    };
    if (!fact.success) return [];
    for (const rule of rules) {
      const leg = counted(rule, fact.receipt?.logs ?? [], (log, by) => isListed(fact.chain, log, by));
      if (leg === undefined) continue;
      const id = `${leg.protocol} ${leg.side}`;
      // What several rules tell of one side are several movements.
      found.set(id, { ...leg, legs: leg.legs + (found.get(id)?.legs ?? 0) });
    }
    for (const { protocol, side, legs, why, ...about } of NAMED_LEGS) {
      if (about.file === file && names.includes(about.test)) expect({ protocol, side, legs, by: about.test, why });
    }
    const pair = paired.get(fact.hash);
    if (pair !== undefined) expect(pair);
    return [...found.values()];
  };
}

function topicsOf(events: readonly ListedEvent[], names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const listed = events.filter((event) =>
        [event.name, event.signature].some((told) => `${event.protocol}.${told}` === name),
      );
      if (listed.length === 0) throw new Error(`events.json holds no ${name}`);
      return listed.map(({ topic0 }) => [topic0, name] as const);
    }),
  );
}

/** Whether a listed contract of one of these protocols emitted a log; those whose chain is not told by a number count on every chain. */
function emitters(rows: readonly ListedAddress[]): (chain: ChainId, log: LogFact, by: readonly string[]) => boolean {
  const listed = new Map<string, ListedAddress[]>();
  for (const row of rows) {
    const address = row.address.toLowerCase();
    listed.set(address, [...(listed.get(address) ?? []), row]);
  }
  return (chain, log, by) =>
    (listed.get(log.address) ?? []).some(
      ({ protocol, chainId, role }) =>
        by.includes(protocol) &&
        (typeof chainId !== 'number' || ALL_CHAINS.test(role) || chain === `eip155:${chainId}`),
    );
}

function counted(
  { protocol, side, topics, by }: Counted,
  logs: readonly LogFact[],
  isListed: (log: LogFact, by: readonly string[]) => boolean,
): ExpectedLegs | undefined {
  const counts = new Map<string, number>();
  for (const log of logs) {
    const name = topics.get(log.topics[0] ?? '');
    if (name === undefined || (by !== 'any' && !isListed(log, by))) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined ? undefined : { protocol, side, legs: most[1], by: most[0] };
}
