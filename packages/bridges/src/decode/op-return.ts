import type { Leg } from '@fundtrail/core';

/** What the OP_RETURN outputs of a transaction hold, all pushes joined; `place` is that of the first such output, -1 for none. */
export type OpReturnData = { readonly bytes: Uint8Array; readonly outputs: number; readonly place: number };

const OP_RETURN = '0x6a';
const PUSHDATA_1 = 0x4c;
const PUSHDATA_2 = 0x4d;
const PUSHDATA_4 = 0x4e;

/** Reads the data outputs of a transaction of a UTXO chain. A push that is cut off gives what is there. */
export function dataOf(outputs: readonly Leg[]): OpReturnData {
  const parts: Uint8Array[] = [];
  let count = 0;
  let place = -1;
  outputs.forEach((leg, at) => {
    if (leg.owner?.startsWith(OP_RETURN) !== true) return;
    if (place < 0) place = at;
    count += 1;
    parts.push(pushesOf(Buffer.from(leg.owner.slice(OP_RETURN.length), 'hex')));
  });
  return { bytes: Buffer.concat(parts), outputs: count, place };
}

function pushesOf(script: Buffer): Uint8Array {
  const pushes: Uint8Array[] = [];
  let at = 0;
  while (at < script.length) {
    const op = script[at] as number;
    at += 1;
    let size = op;
    if (op === PUSHDATA_1) [size, at] = [script[at] ?? 0, at + 1];
    else if (op === PUSHDATA_2) [size, at] = [at + 2 <= script.length ? script.readUInt16LE(at) : 0, at + 2];
    else if (op === PUSHDATA_4) [size, at] = [at + 4 <= script.length ? script.readUInt32LE(at) : 0, at + 4];
    else if (op > PUSHDATA_4) continue;
    pushes.push(script.subarray(at, at + size));
    at += size;
  }
  return Buffer.concat(pushes);
}
