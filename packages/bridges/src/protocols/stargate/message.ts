import { AbiCoder } from 'ethers';
import { packed } from '../../decode/packed.ts';

/** Who gets how much, as a message of v2 tells it; amounts have six decimals. */
export type Passenger = { readonly receiver: string; readonly amount: bigint };
export type Taxi = Passenger & { readonly composed: boolean };

const TAXI = 1;
const TAXI_SIZE = 43;
const BUS_HEADER = 33;
const PASSENGER_SIZE = 43;
const LENGTH_WORD = 64;

/** Reads a taxi's message (stargate-v2 `TaxiCodec`); undefined where it is none. */
export function readTaxi(bytes: string): Taxi | undefined {
  const message = packed(bytes);
  if (message.size < TAXI_SIZE || message.number(0, 1) !== TAXI) return undefined;
  return { receiver: message.hex(3, 32), amount: message.uint(35, 8), composed: message.size > TAXI_SIZE };
}

/** Reads a passenger of a bus (stargate-v2 `BusCodec`): asset 2, receiver 32, amount 8, native drop 1. */
export function readPassenger(bytes: string): Passenger | undefined {
  const passenger = packed(bytes);
  if (passenger.size !== PASSENGER_SIZE) return undefined;
  return { receiver: passenger.hex(2, 32), amount: passenger.uint(34, 8) };
}

/**
 * Whether a receiver that is alone in its packet came by taxi or by bus, as the call data of the delivery shows: the message is in
 * it, after the word of its length. Undefined where it is not found.
 */
export function carrierIn(input: string, { receiver, amount }: Passenger): 'taxi' | 'bus' | undefined {
  const wanted = receiver.slice(2) + amount.toString(16).padStart(16, '0');
  for (let at = input.indexOf(wanted); at >= 0; at = input.indexOf(wanted, at + 1)) {
    const start = at - 2 * 2;
    if (isMessage(input, start - 2, '01', TAXI_SIZE)) return 'taxi';
    if (isMessage(input, start - 2 * BUS_HEADER, '02', BUS_HEADER + PASSENGER_SIZE)) return 'bus';
  }
  return undefined;
}

function isMessage(input: string, start: number, type: string, least: number): boolean {
  if (start < 2 + LENGTH_WORD || input.slice(start, start + 2) !== type) return false;
  const length = BigInt(`0x${input.slice(start - LENGTH_WORD, start)}`);
  return length >= BigInt(least) && length <= BigInt(input.length);
}

/** What a swap of v1 sends by its packet: the receiver's bytes and the amount in shared decimals. */
export type SwapPayload = {
  readonly to: string;
  readonly amount: bigint;
  readonly fees: bigint;
  readonly hasPayload: boolean;
};

const SWAP_REMOTE = 1n;
const SWAP = [
  'uint8',
  'uint256',
  'uint256',
  'uint256',
  'tuple(uint256 credits, uint256 idealBalance)',
  'tuple(uint256 amount, uint256 eqFee, uint256 eqReward, uint256 lpFee, uint256 protocolFee, uint256 lkbRemove)',
  'bytes',
  'bytes',
] as const;

/** Reads the payload of `Bridge.swap` (stargate-protocol/stargate @5f0dfd2); undefined for messages of other kinds. */
export function readSwapPayload(payload: string): SwapPayload | undefined {
  try {
    const decoded = AbiCoder.defaultAbiCoder().decode(SWAP, payload);
    if (decoded[0] !== SWAP_REMOTE) return undefined;
    const told = decoded[5] as { readonly amount: bigint; readonly [fee: string]: unknown };
    const fees = [told.eqFee, told.lpFee, told.protocolFee].reduce<bigint>((sum, fee) => sum + (fee as bigint), 0n);
    return { to: String(decoded[6]).toLowerCase(), amount: told.amount, fees, hasPayload: decoded[7] !== '0x' };
  } catch {
    return undefined;
  }
}
