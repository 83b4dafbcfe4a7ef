import { createHash } from 'node:crypto';
import type { Address } from './address.ts';
import { linkName } from './bridge.ts';

/** Names a cross-chain movement by what joins its two sides: the SHA-256 of protocol and key, 64 hex digits. */
export type LinkId = string;

const TRANSIT = '0xfd';
const ARRIVAL = '0xfc';
const CHARACTERS = 68;
const SHOWN = /^(transit|arrival)-([0-9a-f]{64})$/;

export function linkId(protocol: string, key: string): LinkId {
  return createHash('sha256').update(linkName(protocol, key)).digest('hex');
}

/**
 * Holds what a cross-chain movement carries between its two sides, on the chain where it left: `0xfd` and the link's id. No account
 * has as many bytes, and no script that is an address begins with 0xfd or 0xfc.
 */
export function transitOf(link: LinkId): Address {
  return `${TRANSIT}${link}`;
}

/** Pays out what a cross-chain movement carries, on the chain where it arrives or comes back: `0xfc` and the link's id. */
export function arrivalOf(link: LinkId): Address {
  return `${ARRIVAL}${link}`;
}

/** The link of a transit or an arrival; undefined for any other address. */
export function linkOf(address: Address): LinkId | undefined {
  return isTransit(address) || isArrival(address) ? address.slice(TRANSIT.length) : undefined;
}

export function isTransit(address: Address): boolean {
  return address.length === CHARACTERS && address.startsWith(TRANSIT);
}

export function isArrival(address: Address): boolean {
  return address.length === CHARACTERS && address.startsWith(ARRIVAL);
}

/** How they are written: `transit-` or `arrival-` and the link's id. Undefined for any other address. */
export function formatLinkEnd(address: Address): string | undefined {
  const link = linkOf(address);
  return link === undefined ? undefined : `${isTransit(address) ? 'transit' : 'arrival'}-${link}`;
}

/** The inverse of `formatLinkEnd`; undefined for what is none. */
export function parseLinkEnd(text: string): Address | undefined {
  const [, end, link = ''] = SHOWN.exec(text) ?? [];
  if (end === undefined) return undefined;
  return end === 'transit' ? transitOf(link) : arrivalOf(link);
}
