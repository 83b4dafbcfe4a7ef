import { type ChainId, isUtxo, type ProviderConfig } from '@fundtrail/core';
import type { FamilyFault } from './definitions.ts';
import { kindMismatch } from './kind-mismatch.ts';
import type { ProviderEntry } from './schema.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A provider that answers for every chain. */
export type SharedProvider = Omit<ProviderConfig, 'chain'>;

/** The providers of a file: those of named chains, and those for every chain. */
export type ReadProviders = {
  readonly named: readonly ProviderConfig[];
  readonly everywhere: readonly SharedProvider[];
};

/**
 * One provider for each chain that an entry names.
 * @throws InputError when an entry names no chain, or a provider stands there twice
 */
export function readProviders(entries: readonly ProviderEntry[], errorAt: YamlDocument['errorAt']): ReadProviders {
  const named: ProviderConfig[] = [];
  const everywhere: SharedProvider[] = [];
  const seen = new Set<string>();
  entries.forEach((entry, place) => {
    const path = ['providers', place];
    const shared = sharedOf(entry);
    for (const chain of chainsOf(entry, path, errorAt)) {
      const fault = kindFault(entry, chain);
      if (fault !== undefined) throw errorAt([...path, fault.field], fault.detail, fault.remedy);
      const key = JSON.stringify([chain, entry.kind, entry.url]);
      if (seen.has(key)) throw errorAt([...path, 'url'], `is named twice for ${chain}`, 'Keep one of them.');
      seen.add(key);
      if (chain === 'all') everywhere.push(shared);
      else named.push({ ...shared, chain });
    }
  });
  return { named, everywhere };
}

function chainsOf(
  entry: ProviderEntry,
  path: readonly PropertyKey[],
  errorAt: YamlDocument['errorAt'],
): readonly string[] {
  const { chain, chains } = entry;
  if (chain !== undefined && chains !== undefined) {
    throw errorAt([...path, 'chains'], 'stands beside chain', 'Keep one of them.');
  }
  if (chain !== undefined) return [chain];
  if (chains === 'all') {
    if (entry.kind === 'explorer') return [chains];
    throw errorAt(
      [...path, 'chains'],
      `cannot be all for ${one(entry)}`,
      `${capital(one(entry))} is of one chain: write chain: ….`,
    );
  }
  if (chains === undefined)
    throw errorAt([...path, 'chain'], 'is missing', 'Write chain: eip155:1, or chains: with a list.');
  if (entry.kind !== 'explorer' && chains.length > 1) {
    throw errorAt(
      [...path, 'chains'],
      `names several chains for ${one(entry)}`,
      `${capital(one(entry))} is of one chain: write an entry for each.`,
    );
  }
  return chains;
}

/** What does not fit: a provider of the other family of chains, or what only nodes of EVM chains have. */
function kindFault(entry: ProviderEntry, chain: ChainId | 'all'): FamilyFault | undefined {
  if (chain === 'all') return undefined;
  const fault = kindMismatch(entry.kind, chain);
  if (fault !== undefined) return { field: 'kind', ...fault };
  if (entry.kind !== 'rpc' || !isUtxo(chain)) return undefined;
  const wrong = (['max_log_range', 'archive', 'traces'] as const).find((field) => entry[field] !== undefined);
  return wrong === undefined
    ? undefined
    : { field: wrong, detail: 'is of nodes of EVM chains', remedy: `Leave it out for ${chain}.` };
}

function one({ kind }: ProviderEntry): string {
  return kind === 'esplora' ? 'an Esplora' : 'a node';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sharedOf(entry: ProviderEntry): SharedProvider {
  const { kind, url } = entry;
  const common = {
    kind,
    url,
    ...(entry.rps === undefined ? {} : { perSecond: entry.rps }),
    ...(entry.burst === undefined ? {} : { burst: entry.burst }),
  };
  if (entry.kind === 'explorer') {
    return {
      ...common,
      ...(entry.key === undefined ? {} : { apiKey: entry.key }),
      ...(entry.row_cap === undefined ? {} : { rowCap: entry.row_cap }),
    };
  }
  if (entry.kind === 'esplora') return common;
  return {
    ...common,
    ...(entry.max_log_range === undefined ? {} : { maxLogRange: entry.max_log_range }),
    ...(entry.archive === undefined ? {} : { archive: entry.archive }),
    ...(entry.traces === undefined ? {} : { traces: entry.traces }),
  };
}
