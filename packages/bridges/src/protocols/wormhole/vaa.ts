import { packed } from '../../decode/packed.ts';

/** A message that guardians signed: who sent it, and what it says. */
export type Vaa = {
  readonly emitterChain: number;
  /** 64 hex digits, as in keys. */
  readonly emitter: string;
  readonly sequence: bigint;
  readonly payload: string;
};

const HEAD = 6;
const SIGNATURE = 66;
const BODY_HEAD = 51;

/** Reads a message as it is handed to a contract; undefined for what is cut off. Layout: wormhole `Messages.sol`, `parseVM`. */
export function vaaOf(bytes: string): Vaa | undefined {
  const read = packed(bytes);
  if (read.size < HEAD) return undefined;
  const body = HEAD + SIGNATURE * read.number(5, 1);
  if (read.size < body + BODY_HEAD) return undefined;
  return {
    emitterChain: read.number(body + 8, 2),
    emitter: read.hex(body + 10, 32).slice(2),
    sequence: read.uint(body + 42, 8),
    payload: read.rest(body + BODY_HEAD),
  };
}

export function keyOf(emitterChain: number, emitter: string, sequence: bigint): string {
  return `${emitterChain}:${emitter}:${sequence}`;
}
