import type { Leg, TransactionFact } from '@fundtrail/core';
import type { ProtocolAdapter } from '../adapter.ts';
import type { TransactionContext } from './contexts.ts';
import { isInUse } from './in-use.ts';
import { payee, payer } from './parties.ts';
import { numberOf, type RuleIndex } from './rule-index.ts';

/** What rules of an adapter may know of one transaction: made when the first rule of it asks, and shared by all of them. */
export type Contexts = (adapter: ProtocolAdapter) => TransactionContext;

export function createContexts(index: RuleIndex, fact: TransactionFact): Contexts {
  const byAdapter = new Map<ProtocolAdapter, TransactionContext>();
  let shared: Shared | undefined;
  return (adapter) => {
    const known = byAdapter.get(adapter);
    if (known !== undefined) return known;
    shared ??= sharedOf(index, fact);
    const made: TransactionContext = {
      ...shared,
      isRole: (address, ...roles) =>
        index
          .stationsAt(fact.chain, address)
          .some(
            (station) =>
              station.adapter === adapter && roles.includes(station.row.role) && isInUse(station.row, fact.time),
          ),
    };
    byAdapter.set(adapter, made);
    return made;
  };
}

type Shared = Omit<TransactionContext, 'isRole'>;

function sharedOf(index: RuleIndex, fact: TransactionFact): Shared {
  const { receipt } = fact;
  const legs = fact.legs.filter((leg) => leg.kind !== 'fee' && leg.amount > 0n);
  return {
    chain: fact.chain,
    chainNumber: numberOf(fact.chain),
    tx: fact.hash,
    block: fact.block,
    blockHash: fact.blockHash,
    place: fact.index,
    time: fact.time,
    sender: fact.sender,
    to: receipt?.to,
    input: receipt?.input ?? '0x',
    logs: receipt?.logs ?? [],
    legs,
    value: legs.find((leg) => leg.kind === 'native')?.amount ?? 0n,
    rolesOf: (address) =>
      index
        .stationsAt(fact.chain, address)
        .filter(({ row }) => isInUse(row, fact.time))
        .map((station) => ({ protocol: station.adapter.protocol, role: station.row.role })),
    moved: (wanted) => legs.filter((leg) => isMovement(leg, wanted)),
  };
}

function isMovement(leg: Leg, { asset, from, to, amount }: Parameters<TransactionContext['moved']>[0]): boolean {
  return (
    (asset === undefined || leg.asset === asset) &&
    (from === undefined || payer(leg) === from) &&
    (to === undefined || payee(leg) === to) &&
    (amount === undefined || leg.amount === amount)
  );
}
