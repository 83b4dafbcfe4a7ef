import { createProtocols, wrappedNative } from '@fundtrail/attribution';
import { createBridgeReader } from '@fundtrail/bridges';
import { readRecords } from '@fundtrail/chains';
import { sharedData } from '@fundtrail/testkit';
import { createExplain, type Explained } from '../../src/index.ts';

/** The folder of the recorded transactions, or undefined where it is missing. */
export const RECORDS = sharedData('evm-receipts');

const explain = createExplain(createProtocols(), createBridgeReader());

/** Everything a file of recorded transactions explains to, in the file's order. */
export async function explainFile(name: string): Promise<readonly Explained[]> {
  const found: Explained[] = [];
  for await (const reading of readRecords(`${RECORDS}/${name}.jsonl.gz`, { wrapped: wrappedNative })) {
    found.push(explain(reading));
  }
  return found;
}

export async function explainOne(name: string, hash: string): Promise<Explained> {
  const found = (await explainFile(name)).filter(({ explanation }) => explanation.tx.startsWith(hash));
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${name} has ${found.length} transactions ${hash}…`);
  return one;
}

/** `asset amount`, addresses by their first six digits: short enough to read, and no two of a transaction alike. */
export function short(parts: readonly { readonly asset: string; readonly amount: string }[]): readonly string[] {
  return parts.map(({ asset, amount }) => `${shortId(asset)} ${amount}`);
}

export function shortId(id: string): string {
  return /0x[0-9a-fA-F]{6}|slip44:[0-9]+/.exec(id)?.[0].toLowerCase() ?? id;
}
