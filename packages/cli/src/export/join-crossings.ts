import { type LinkId, linkId, linkOf, parseLinkEnd } from '@fundtrail/core';
import type { CrossingRowView, FlowView, PerPolicy, TraceResult } from '@fundtrail/tracer';

/** A flow as files hold it; `crossing` is how its value left, where it left another chain for this one, or for one that is not known. */
export type ExportedFlow = FlowView & { readonly crossing?: Left };

export type Left = {
  readonly protocol: string;
  readonly link_key: string;
  /** Null while nothing has arrived. */
  readonly grade: string | null;
  readonly left_tx: string;
  readonly left_asset: string;
  readonly left_amount: string;
};

/** The names of `Left`, in the order in which files hold them. */
export const LEFT_FIELDS = [
  'protocol',
  'link_key',
  'grade',
  'left_tx',
  'left_asset',
  'left_amount',
] as const satisfies readonly (keyof Left)[];

type Share = { readonly flow: FlowView; readonly before: bigint; readonly amount: bigint; readonly whole: bigint };

/**
 * The flows of a result, in which what crosses chains goes from whoever sent it to whoever got it, as told of the arrival; what has not arrived
 * ends in its transit. Where several sent one movement, each has a part by what it sent.
 */
export function joinCrossings(
  { flows, accounts }: Pick<TraceResult, 'flows' | 'accounts'>,
  crossings: readonly CrossingRowView[],
): readonly ExportedFlow[] {
  const known = new Map(crossings.map((crossing) => [linkId(crossing.protocol, crossing.key), crossing]));
  const sent = Map.groupBy(flows, ({ to }) => endOf(to, 'transit'));
  const arrived = new Set(flows.map(({ from }) => endOf(from, 'arrival')));
  const held = new Map(accounts.map((entry) => [entry.account, entry]));
  return flows.flatMap((flow): readonly ExportedFlow[] => {
    const into = endOf(flow.to, 'transit');
    const out = endOf(flow.from, 'arrival');
    const crossing = known.get(into ?? out ?? '');
    if (crossing === undefined) return [flow];
    if (out !== undefined) {
      return sharesOf(sent.get(out) ?? []).map((share) => joined(flow, share, leftBy(crossing, share.flow, false)));
    }
    const left = leftBy(crossing, flow, true);
    if (!arrived.has(into)) return [{ ...flow, crossing: left }];
    const rest = held.get(flow.to);
    const share = sharesOf(sent.get(into) ?? []).find((one) => one.flow === flow);
    if (rest === undefined || share === undefined) return [];
    const [tainted, origin] = [partOf(rest.received, share), partOf(rest.origin_received, share)];
    return [{ ...flow, tainted, origin, crossing: left }];
  });
}

function endOf(account: string, end: 'transit' | 'arrival'): LinkId | undefined {
  const text = account.slice(account.lastIndexOf(':') + 1);
  const address = text.startsWith(end) ? parseLinkEnd(text) : undefined;
  return address === undefined ? undefined : linkOf(address);
}

function joined({ from_output: _, ...arrival }: FlowView, share: Share, crossing: Left): ExportedFlow {
  const { from, from_output } = share.flow;
  return {
    ...arrival,
    from,
    ...(from_output === undefined ? {} : { from_output }),
    amount: part(BigInt(arrival.amount), share).toString(),
    tainted: partOf(arrival.tainted, share),
    origin: partOf(arrival.origin, share),
    crossing,
  };
}

function leftBy({ protocol, key, grade }: CrossingRowView, { tx, asset, amount }: FlowView, pending: boolean): Left {
  return {
    protocol,
    link_key: key,
    grade: pending ? null : grade,
    left_tx: tx,
    left_asset: asset,
    left_amount: amount,
  };
}

function sharesOf(flows: readonly FlowView[]): readonly Share[] {
  const whole = flows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  let before = 0n;
  return flows.map((flow) => {
    const share = { flow, before, amount: BigInt(flow.amount), whole };
    before += share.amount;
    return share;
  });
}

function partOf(amounts: PerPolicy, share: Share): PerPolicy {
  return Object.fromEntries(
    Object.entries(amounts).map(([policy, amount]) => [policy, part(BigInt(amount ?? '0'), share).toString()]),
  );
}

/** Parts of all shares sum to the total. */
function part(total: bigint, { before, amount, whole }: Share): bigint {
  return whole === 0n ? total : (total * (before + amount)) / whole - (total * before) / whole;
}
