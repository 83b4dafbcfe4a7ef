import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A folder of recorded answers: `<action>/<address>.json` or `.json.gz`, each one answer of the API as it came. */
export type Recording = {
  /** Whether anything was recorded for the action. */
  offers(action: string): boolean;
  /** The rows of an account, oldest first; undefined when the account was not recorded. */
  rows(action: string, address: string): Promise<readonly RecordedRow[] | undefined>;
  readonly accounts: readonly string[];
};

export type RecordedRow = { readonly blockNumber: string } & Readonly<Record<string, unknown>>;

export const RECORDED_ACTIONS = ['txlist', 'txlistinternal', 'tokentx'] as const;
const FILE_NAME = /^(0x[0-9a-fA-F]{40})\.json(\.gz)?$/;
/** Parsed answers kept; an account is asked for several pages in a row. */
const MOST_KEPT = 32;

export function openRecording(folder: string): Recording {
  const files = new Map<string, Map<string, string>>();
  for (const action of RECORDED_ACTIONS) {
    const directory = join(folder, action);
    if (!existsSync(directory)) continue;
    const byAddress = new Map<string, string>();
    for (const name of readdirSync(directory).sort()) {
      const address = FILE_NAME.exec(name)?.[1];
      if (address !== undefined) byAddress.set(address.toLowerCase(), join(directory, name));
    }
    files.set(action, byAddress);
  }
  const kept = new Map<string, Promise<readonly RecordedRow[]>>();
  return {
    offers: (action) => files.has(action),
    async rows(action, address) {
      const file = files.get(action)?.get(address);
      if (file === undefined) return undefined;
      const known = kept.get(file);
      if (known !== undefined) return known;
      const reading = readRows(file);
      const oldest = kept.keys().next();
      if (kept.size >= MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
      kept.set(file, reading);
      return reading;
    },
    accounts: [...(files.get('txlist')?.keys() ?? [])],
  };
}

async function readRows(file: string): Promise<readonly RecordedRow[]> {
  const bytes = await readFile(file);
  const answer = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as {
    readonly result: readonly RecordedRow[];
  };
  return [...answer.result].sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber));
}
