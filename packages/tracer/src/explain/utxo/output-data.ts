import { type Address, scriptType } from '@fundtrail/core';
import { script as codec } from 'bitcoinjs-lib';
import type { OutputData } from './utxo-explanation.ts';

/** Control, format and unassigned characters: what a terminal would obey or could not show. */
const UNPRINTABLE = /\p{C}/u;
const OPCODE_BYTES = 1;

/** What an OP_RETURN carries: the bytes of all its pushes, or where they are cut all that follows it. undefined for other scripts. */
export function outputData(script: Address): OutputData | undefined {
  if (scriptType(script) !== 'data') return undefined;
  const bytes = Buffer.from(script.slice(2), 'hex');
  const pushes = codec.decompile(bytes)?.filter((chunk) => typeof chunk !== 'number');
  const data = pushes === undefined ? bytes.subarray(OPCODE_BYTES) : Buffer.concat(pushes);
  return { hex: data.toString('hex'), text: printable(data) };
}

function printable(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text === '' || UNPRINTABLE.test(text) ? null : text;
  } catch {
    return null;
  }
}
