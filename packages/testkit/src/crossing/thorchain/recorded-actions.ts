import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../../shared-data.ts';

type RecordedSide = { readonly txID: string; readonly address: string };
export type RecordedAction = {
  readonly type: string;
  readonly status: string;
  readonly in: readonly RecordedSide[];
  readonly out: readonly RecordedSide[];
} & Readonly<Record<string, unknown>>;

export type RecordedNetwork = 'thorchain' | 'maya';

const FOLDERS: Readonly<Record<RecordedNetwork, readonly string[]>> = {
  thorchain: [
    'bybit-2025/midgard-bybit-exploiter-actions.json',
    'thorchain-midgard',
    'bridges/fixtures/thorchain-api',
    'bridges/fixtures/thorchain-chain',
  ],
  maya: ['bridges/fixtures/maya-api'],
};

/** Every action of Midgard's that was recorded, each once. Empty where the shared data is missing. */
export function recordedActions(network: RecordedNetwork): readonly RecordedAction[] {
  const actions = new Map<string, RecordedAction>();
  for (const path of FOLDERS[network]) {
    for (const found of filesOf(path).flatMap((file) => actionsIn(JSON.parse(readFileSync(file, 'utf8'))))) {
      actions.set(JSON.stringify(found), found);
    }
  }
  return [...actions.values()];
}

function filesOf(path: string): readonly string[] {
  const found = sharedData(path);
  if (found === undefined) return [];
  if (found.endsWith('.json')) return [found];
  const names = readdirSync(found).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(found, name));
}

/** Pages hold them under `actions`; what was gathered for a test has them by address or beside a transaction. */
function actionsIn(value: unknown): readonly RecordedAction[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn);
  if (typeof value !== 'object' || value === null) return [];
  if (isAction(value)) return [value];
  return Object.values(value).flatMap(actionsIn);
}

function isAction(value: object): value is RecordedAction {
  return 'in' in value && 'out' in value && 'type' in value && 'pools' in value && 'date' in value;
}
