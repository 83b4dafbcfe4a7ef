import type { Draft, LogRule } from '../../adapter.ts';
import { OFT_RECEIVED, OFT_SENT } from '../layerzero_oft/oft-events.ts';
import { POOLS } from './assets.ts';

/** What Stargate's own contracts tell. */
export type StargatePart = Sent | Rode | Driven | Received | Swap | Redeemed | SwapRemote;
export type Sent = {
  readonly is: 'sent';
  readonly log: number;
  readonly pool: string;
  readonly role: string;
  readonly guid: string;
  readonly dstEid: number;
  readonly from: string;
  readonly amount: bigint;
  readonly arriving: bigint;
};
export type Rode = {
  readonly is: 'rode';
  readonly log: number;
  readonly dstEid: number;
  readonly ticket: bigint;
  readonly passenger: string;
};
export type Driven = {
  readonly is: 'driven';
  readonly dstEid: number;
  readonly firstTicket: bigint;
  readonly passengers: bigint;
  readonly guid: string;
};
export type Received = {
  readonly is: 'received';
  readonly log: number;
  readonly pool: string;
  readonly role: string;
  readonly guid: string;
  readonly srcEid: number;
  readonly to: string;
  readonly amount: bigint;
};
/** v1: what left a pool's chain, in shared decimals. */
export type Swap = {
  readonly is: 'swap';
  readonly log: number;
  readonly pool: string;
  readonly dstChain: number;
  readonly from: string;
  readonly amount: bigint;
};
/** v1: shares of a pool that are given up for its asset on another chain. */
export type Redeemed = Omit<Swap, 'is'> & { readonly is: 'redeemed' };
export type SwapRemote = {
  readonly is: 'swap remote';
  readonly log: number;
  readonly pool: string;
  readonly to: string;
  readonly amount: bigint;
};

export const SENT_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: OFT_SENT,
    from: POOLS,
    read: (args, { log, role }) =>
      part({
        is: 'sent',
        log: log.index,
        pool: log.address,
        role,
        guid: args.hex('guid'),
        dstEid: args.number('dstEid'),
        from: args.address('fromAddress'),
        amount: args.uint('amountSentLD'),
        arriving: args.uint('amountReceivedLD'),
      }),
  },
  {
    on: 'log',
    event: 'event BusRode(uint32 dstEid, uint72 ticketId, uint80 fare, bytes passenger)',
    from: ['TokenMessaging'],
    read: (args, { log }) =>
      part({
        is: 'rode',
        log: log.index,
        dstEid: args.number('dstEid'),
        ticket: args.uint('ticketId'),
        passenger: args.hex('passenger'),
      }),
  },
  {
    on: 'log',
    event: 'event BusDriven(uint32 dstEid, uint72 startTicketId, uint8 numPassengers, bytes32 guid)',
    from: ['TokenMessaging'],
    read: (args) =>
      part({
        is: 'driven',
        dstEid: args.number('dstEid'),
        firstTicket: args.uint('startTicketId'),
        passengers: args.uint('numPassengers'),
        guid: args.hex('guid'),
      }),
  },
  {
    on: 'log',
    event:
      'event Swap(uint16 chainId, uint256 dstPoolId, address from, uint256 amountSD, uint256 eqReward, uint256 eqFee, uint256 protocolFee, uint256 lpFee)',
    from: ['Pool'],
    read: (args, { log }) =>
      part({
        is: 'swap',
        log: log.index,
        pool: log.address,
        dstChain: args.number('chainId'),
        from: args.address('from'),
        amount: args.uint('amountSD'),
      }),
  },
  {
    on: 'log',
    event: 'event RedeemRemote(uint16 chainId, uint256 dstPoolId, address from, uint256 amountLP, uint256 amountSD)',
    from: ['Pool'],
    read: (args, { log }) =>
      part({
        is: 'redeemed',
        log: log.index,
        pool: log.address,
        dstChain: args.number('chainId'),
        from: args.address('from'),
        amount: args.uint('amountLP'),
      }),
  },
];

export const RECEIVED_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: OFT_RECEIVED,
    from: POOLS,
    read: (args, { log, role }) =>
      part({
        is: 'received',
        log: log.index,
        pool: log.address,
        role,
        guid: args.hex('guid'),
        srcEid: args.number('srcEid'),
        to: args.address('toAddress'),
        amount: args.uint('amountReceivedLD'),
      }),
  },
  {
    on: 'log',
    event: 'event SwapRemote(address to, uint256 amountSD, uint256 protocolFee, uint256 dstFee)',
    from: ['Pool'],
    read: (args, { log }) =>
      part({
        is: 'swap remote',
        log: log.index,
        pool: log.address,
        to: args.address('to'),
        // What is paid has the reward in it and the fees taken off.
        amount: args.uint('amountSD'),
      }),
  },
];

const ARRIVALS: ReadonlySet<string> = new Set(['received', 'swap remote']);

function part(of: StargatePart): Draft {
  return { kind: 'leg', side: ARRIVALS.has(of.is) ? 'destination' : 'source', part: of };
}
