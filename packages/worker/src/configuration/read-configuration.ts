import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type ChainDefinition,
  type ChainId,
  chainInfo,
  createProviders,
  InputError,
  type ProviderConfig,
  type Providers,
} from '@fundtrail/core';
import { type Environment, readEnvironment } from '../environment.ts';
import { type ParsedConfiguration, parseConfiguration } from './parse-configuration.ts';
import type { ReadProviders, SharedProvider } from './provider-entries.ts';

/** Which chains there are and who is asked about them: the configuration file and the environment in one. */
export type Configuration = {
  /** The file that was read, as it was named; undefined where there is none. */
  readonly file?: string;
  /** For `defineChains`. */
  readonly chains: readonly ChainDefinition[];
  readonly providers: Providers;
};

/** Read where FUNDTRAIL_CONFIG names nothing else. */
const DEFAULT_FILE = 'fundtrail.yaml';
/** Requests a second to what anybody may ask: the least that one of them is known to allow without a key. */
const PUBLIC_PER_SECOND = 2;
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'the file may not be read',
};
const EMPTY: ParsedConfiguration = {
  chains: [],
  named: [],
  everywhere: [],
  quorums: new Map(),
  poolError: (_chain, detail, remedy) => new InputError(detail, {}, { remedy }),
};

/**
 * Reads the file that FUNDTRAIL_CONFIG names, or `fundtrail.yaml` in the working directory where it exists, and joins the providers of the
 * environment to it: those of the file come first.
 * @throws InputError that names the variable, or file, line and field
 */
export function readConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  directory = process.cwd(),
): Configuration {
  const environment = readEnvironment(env);
  const file = environment.configFile ?? (existsSync(resolve(directory, DEFAULT_FILE)) ? DEFAULT_FILE : undefined);
  const parsed = file === undefined ? EMPTY : parseConfiguration(readText(file, directory), file, env);
  const ofEnvironment = environmentProviders(environment);
  const providers = createProviders({
    providers: [...parsed.named, ...ofEnvironment.named],
    everywhere: [...parsed.everywhere, ...ofEnvironment.everywhere],
    quorums: parsed.quorums,
    ...(environment.publicProviders ? { otherwise: publicProviders } : {}),
  });
  checkQuorums(parsed, providers);
  return { ...(file === undefined ? {} : { file }), chains: parsed.chains, providers };
}

function readText(file: string, directory: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(directory, file));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === undefined ? undefined : UNREADABLE[code];
    if (reason === undefined) throw cause;
    throw new InputError(reason, { file, field: 'FUNDTRAIL_CONFIG' }, { cause, remedy: 'Check the path.' });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError('the file is not UTF-8 text', { file, field: 'FUNDTRAIL_CONFIG' }, { cause });
  }
}

/** Of the catalogue, those that need no key. */
function publicProviders(chain: ChainId): readonly ProviderConfig[] {
  const { explorers, publicRpcs, esploras = [] } = chainInfo(chain);
  const keyless = [
    ...esploras.map((url) => ({ kind: 'esplora' as const, url })),
    ...explorers.filter(({ key }) => key === 'none').map(({ url }) => ({ kind: 'explorer' as const, url })),
    ...publicRpcs.map((url) => ({ kind: 'rpc' as const, url })),
  ];
  return keyless.map((provider) => ({ ...provider, chain, perSecond: PUBLIC_PER_SECOND }));
}

function environmentProviders(environment: Environment): ReadProviders {
  const { explorerUrls, esploraUrls, rpcUrls, explorerApiKey, explorerPerSecond } = environment;
  const explorer = (url: string): SharedProvider => ({
    kind: 'explorer',
    url,
    ...(explorerApiKey === undefined ? {} : { apiKey: explorerApiKey }),
    ...(explorerPerSecond === undefined ? {} : { perSecond: explorerPerSecond }),
  });
  return {
    named: [
      ...[...explorerUrls.byChain].map(([chain, url]) => ({ ...explorer(url), chain })),
      ...[...esploraUrls].flatMap(([chain, urls]) => urls.map((url) => ({ kind: 'esplora' as const, chain, url }))),
      ...[...rpcUrls].flatMap(([chain, urls]) => urls.map((url) => ({ kind: 'rpc' as const, chain, url }))),
    ],
    everywhere: explorerUrls.every === undefined ? [] : [explorer(explorerUrls.every)],
  };
}

/** A quorum that can never be reached would answer nothing at all. */
function checkQuorums({ quorums, poolError }: ParsedConfiguration, providers: Providers): void {
  for (const [chain, quorum] of quorums) {
    const there = providers.poolOf(chain)?.providers.length ?? 0;
    if (there >= quorum) continue;
    const detail = `${quorum} providers of ${chain} must agree, but there ${there === 1 ? 'is 1' : `are ${there}`}`;
    throw poolError(chain, detail, 'Configure more providers for the chain, or lower its quorum.');
  }
}
