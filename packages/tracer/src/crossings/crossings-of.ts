import type { Link, LinkArrival, PlacedLeg } from '@fundtrail/bridges';
import { type Address, type BridgeLeg, isUtxo, type LinkId, linkId, type TransactionFact } from '@fundtrail/core';
import { type Crossing, carriedAmount } from '@fundtrail/ledger';
import { ownKey } from './own-key.ts';

const EVM_ADDRESS = /^0x[0-9a-f]{40}$/;

/**
 * What the bridge legs of a transaction are to the replay. All value that leaves goes into a transit, whether anything is known of its
 * other side or not: into its link's, or, where its key is unknown, faulty or used twice, into one of its own that nothing joins. What
 * arrives comes out only by a link that holds.
 * @param linkOf the link of a leg's key; undefined where no source has it
 */
export function crossingsOf(
  fact: TransactionFact,
  legs: readonly BridgeLeg[],
  linkOf: (leg: BridgeLeg) => Link | undefined,
): readonly Crossing[] {
  return legs.flatMap((leg) => crossingOf(fact, leg, linkOf(leg)) ?? []);
}

function crossingOf(fact: TransactionFact, leg: BridgeLeg, link: Link | undefined): Crossing | undefined {
  if (leg.side === 'source') return leaving(leg, link);
  const arrival = link?.arrivals.find((placed) => isSame(placed, leg));
  return link === undefined || arrival === undefined ? undefined : arriving(fact, link, arrival);
}

/** The transit that a source leg goes into: its link's, or one of its own. */
export function transitLinkOf(leg: BridgeLeg, link: Link | undefined): LinkId {
  const joins = link !== undefined && link.state !== 'refused' && link.sources.some((placed) => isSame(placed, leg));
  return joins ? link.id : linkId(leg.protocol, ownKey(leg));
}

export function isSame({ leg }: PlacedLeg, other: BridgeLeg): boolean {
  return (
    leg.chain === other.chain && leg.tx === other.tx && leg.protocol === other.protocol && leg.index === other.index
  );
}

function leaving(leg: BridgeLeg, link: Link | undefined): Crossing | undefined {
  const { protocol, asset, amount, custody, legs } = leg;
  if (asset === undefined || amount === undefined || (custody.length === 0 && legs === undefined)) return undefined;
  const id = transitLinkOf(leg, link);
  const fee = feeOf(leg, link?.id === id ? link : undefined);
  return { side: 'in', link: id, protocol, asset, amount, custody, legs, fee };
}

/** What the protocol keeps, as it says where value leaves, or else where it arrives. Of what only comes back it has earned nothing. */
function feeOf(leg: BridgeLeg, link: Link | undefined): bigint {
  if (link?.state === 'refunded') return 0n;
  if (leg.fee !== undefined || link === undefined) return leg.fee ?? 0n;
  const [first] = link.sources;
  if (first === undefined || !isSame(first, leg)) return 0n;
  return link.arrivals.reduce((sum, arrival) => sum + (arrival.leg.fee ?? 0n), 0n);
}

function arriving(fact: TransactionFact, { id }: Link, { leg, share }: LinkArrival): Crossing | undefined {
  const { protocol, asset, amount, custody, legs, evidence, toAccount } = leg;
  if (asset === undefined || amount === undefined) return undefined;
  const about = { side: 'out' as const, link: id, protocol, asset, amount, custody, legs, share, evidence };
  if (toAccount === undefined || (!isUtxo(fact.chain) && !EVM_ADDRESS.test(toAccount))) return about;
  const named: Crossing = { ...about, recipient: toAccount as Address };
  if (isUtxo(fact.chain) || (custody.length === 0 && legs === undefined)) return named;
  // The protocol may pay somebody in between, who hands it on in the same transaction: then the payer alone shows it.
  return carriedAmount(fact.legs, named) > 0n ? named : about;
}
