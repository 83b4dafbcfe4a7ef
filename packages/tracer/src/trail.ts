import { isArrival, isCoin, isTransit, linkOf, splitAccountId } from '@fundtrail/core';

/** What the way back needs to know of a flow. */
export type TrailFlow = {
  readonly chain: string;
  readonly tx: string;
  readonly index: number;
  readonly block: number;
  readonly txIndex: number;
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  /** Origin under the lead policy, summed over units. */
  readonly weight: bigint;
};

/** A flow with its weight, for `trailTo`: origin under the lead policy, summed over units. */
export type WeighedFlow<F> = TrailFlow & { readonly flow: F };

export function weigh<F extends Omit<TrailFlow, 'weight'>>(flow: F, leadOrigin: readonly bigint[]): WeighedFlow<F> {
  const { chain, tx, index, block, txIndex, time, from, to, asset } = flow;
  const weight = leadOrigin.reduce((sum, amount) => sum + amount, 0n);
  return { chain, tx, index, block, txIndex, time, from, to, asset, weight, flow };
}

/** Longer ways are cut here: no chain of peels on record is a tenth as long. */
const MAX_STEPS = 100_000;

/**
 * The way back from a flow to a seed, listed from the seed on. At each account the inflow with the largest origin that
 * came before counts (the earlier of equals); what came out of a conversion goes on with what went in. Ends at an account
 * that a seed names, where only its own conversions are still followed, or where the way would run in a circle.
 */
export function trailTo<F extends TrailFlow>(
  last: F,
  inflowsOf: (account: string) => readonly F[],
  isSeed: (account: string) => boolean = () => false,
): readonly F[] {
  const trail: F[] = [last];
  const used = new Set<F>(trail);
  for (let current = last; trail.length < MAX_STEPS; ) {
    const before = best(
      inflowsOf(current.from).filter(
        (flow) => !used.has(flow) && leadsTo(flow, current) && (!isSeed(current.from) || isHandedOn(flow, inflowsOf)),
      ),
    );
    if (before === undefined) break;
    used.add(before);
    trail.push(before);
    current = before;
  }
  return trail.reverse();
}

/** The inflows of each account among these flows; those of what arrives from another chain are what left for it. */
export function inflowsAmong<F extends TrailFlow>(flows: readonly F[]): (account: string) => readonly F[] {
  const byReceiver = Map.groupBy(flows, (flow) => flow.to);
  const byLink = Map.groupBy(
    flows.filter(({ to }) => isTransit(splitAccountId(to).address)),
    ({ to }) => linkOf(splitAccountId(to).address),
  );
  return (account) => {
    const { address } = splitAccountId(account);
    return (isArrival(address) ? byLink.get(linkOf(address)) : byReceiver.get(account)) ?? [];
  };
}

/** The inflow that brought most of one asset to an account. */
export function largestInflow<F extends TrailFlow>(inflows: readonly F[], asset: string): F | undefined {
  return best(inflows.filter((flow) => flow.asset === asset && flow.weight > 0n));
}

function leadsTo(flow: TrailFlow, next: TrailFlow): boolean {
  if (flow.weight === 0n) return false;
  // What comes out of an arrival went into the transit of the same link, on whichever chain.
  if (isArrival(splitAccountId(next.from).address)) return true;
  if (flow.chain !== next.chain) return false;
  // A coin was made once, by what it came from; whoever mined both may have put them into one block.
  if (isCoin(splitAccountId(next.from).address)) return true;
  // Within one transaction an account may hand on another asset than it got: a conversion.
  if (flow.tx === next.tx) return flow.index < next.index;
  return flow.asset === next.asset && isBefore(flow, next);
}

/** Whether who paid it had it handed over in the same transaction: a contract that converts. */
function isHandedOn<F extends TrailFlow>(flow: F, inflowsOf: (account: string) => readonly F[]): boolean {
  return inflowsOf(flow.from).some((before) => before.tx === flow.tx);
}

function isBefore(a: TrailFlow, b: TrailFlow): boolean {
  return a.block !== b.block ? a.block < b.block : a.txIndex < b.txIndex;
}

function best<F extends TrailFlow>(flows: readonly F[]): F | undefined {
  let found: F | undefined;
  for (const flow of flows) {
    if (found === undefined || flow.weight > found.weight || (flow.weight === found.weight && isBefore(flow, found)))
      found = flow;
  }
  return found;
}
