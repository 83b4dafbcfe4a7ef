import { type ChainId, InputError, type ProviderConfig, parseChain } from '@fundtrail/core';
import { kindMismatch } from './configuration/kind-mismatch.ts';
import type { EnvironmentName } from './environment-table.ts';

/** URLs by chain; `every` serves the chains that are not named. */
export type ChainUrls = { readonly every?: string; readonly byChain: ReadonlyMap<ChainId, string> };

/** Entries are parted by comma or white space before the next chain or URL, so that URLs may hold both `,` and `=`. */
const NEXT_ENTRY = /[\s,]+(?=[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}=|https?:\/\/)/;
const ENTRY = /^([-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32})=(.*)$/s;

/** Explorers: one URL for every chain, or `chain=url` by comma, one for each chain. @throws InputError without the URL */
export function readExplorerUrls(text: string | undefined, field: EnvironmentName): ChainUrls {
  const byChain = new Map<ChainId, string>();
  if (text === undefined) return { byChain };
  const entries = text.split(NEXT_ENTRY);
  if (entries.length === 1 && !ENTRY.test(text)) return { every: requireHttp(text, field), byChain };
  for (const { chain, url } of readEntries(entries, field)) {
    if (chain === undefined) throw withoutChain(field);
    refuseMismatch('explorer', chain, field);
    if (byChain.has(chain)) throw new InputError(`names ${chain} twice`, { field }, { remedy: 'Keep one of them.' });
    byChain.set(chain, url);
  }
  return { byChain };
}

/** Nodes: `chain=url` by comma; a URL without a chain is one more of the chain before it. @throws InputError without the URL */
export function readRpcUrls(text: string | undefined, field: EnvironmentName): ReadonlyMap<ChainId, readonly string[]> {
  const byChain = new Map<ChainId, string[]>();
  let current: ChainId | undefined;
  for (const { chain, url } of text === undefined ? [] : readEntries(text.split(NEXT_ENTRY), field)) {
    current = chain ?? current;
    if (current === undefined) throw withoutChain(field);
    const urls = byChain.get(current) ?? [];
    if (urls.includes(url)) {
      throw new InputError(`names one URL of ${current} twice`, { field }, { remedy: 'Keep one of them.' });
    }
    byChain.set(current, [...urls, url]);
  }
  return byChain;
}

/** Esplora APIs, in the form of nodes. @throws InputError without the URL, also for a chain that is not UTXO */
export function readEsploraUrls(
  text: string | undefined,
  field: EnvironmentName,
): ReadonlyMap<ChainId, readonly string[]> {
  const byChain = readRpcUrls(text, field);
  for (const chain of byChain.keys()) refuseMismatch('esplora', chain, field);
  return byChain;
}

function refuseMismatch(kind: ProviderConfig['kind'], chain: ChainId, field: EnvironmentName): void {
  const fault = kindMismatch(kind, chain);
  if (fault === undefined) return;
  throw new InputError(`names ${chain}, which such APIs do not know`, { field }, { remedy: fault.remedy });
}

function readEntries(
  entries: readonly string[],
  field: EnvironmentName,
): readonly { readonly chain: ChainId | undefined; readonly url: string }[] {
  return entries.map((entry) => {
    const [, chain, url = entry] = ENTRY.exec(entry) ?? [];
    return { chain: chain === undefined ? undefined : parseChain(chain, field), url: requireHttp(url, field) };
  });
}

function withoutChain(field: EnvironmentName): InputError {
  return new InputError('has an entry without a chain', { field }, { remedy: 'Write it like eip155:1=https://….' });
}

function requireHttp(text: string, field: EnvironmentName): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new InputError('is not a URL of the kind http: or https://…', { field });
}
