import { type ChainDefinition, type ChainId, InputError } from '@fundtrail/core';
import {
  type Configuration,
  configuredSource,
  defaultDataDirectory,
  keyFileIn,
  type NetworkSource,
  type RuntimeMode,
  type RuntimeOptions,
  readConfiguration,
  readEnvironment,
} from '@fundtrail/worker';

/** What the environment and the configuration file say of this installation, as commands need it. */
export type Settings = {
  readonly mode: RuntimeMode;
  /** What a runtime is given whatever it does. */
  readonly runtime: Pick<
    RuntimeOptions,
    'mode' | 'key' | 'egressAllow' | 'providers' | 'explorerApiKey' | 'explorerPerSecond' | 'protocolApis'
  >;
  /** The configuration file that was read; undefined where there is none. */
  readonly configFile: string | undefined;
  /** Chains that it adds to the catalogue. */
  readonly chains: readonly ChainDefinition[];
  readonly logLevel: string | undefined;
  readonly api: { readonly host: string; readonly port: number };
  /** The configured source of a chain, an explorer before a node; undefined when none is. Only a node or an Esplora can be followed. */
  sourceOf(chain: ChainId, need?: { readonly follow: boolean }): NetworkSource | undefined;
};

/**
 * @param dataDir overrides the environment's
 * @param configuration what is taken in place of the file and the environment's providers
 * @throws InputError that names the variable or the place in the file, or the option where both a data directory and a database are asked for
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string | undefined,
  configuration?: Configuration,
): Settings {
  const { databaseUrl, redisUrl, secretKey, explorerApiKey, explorerPerSecond, ...rest } = readEnvironment(env);
  if (dataDir !== undefined && databaseUrl !== undefined) {
    throw new InputError(
      'DATABASE_URL names another database',
      { field: '--data-dir' },
      { remedy: 'Leave --data-dir out, or unset DATABASE_URL to use the embedded database.' },
    );
  }
  const dataDirectory = dataDir ?? rest.dataDirectory ?? defaultDataDirectory(env);
  const mode: RuntimeMode =
    databaseUrl === undefined
      ? { kind: 'embedded', dataDirectory }
      : { kind: 'service', databaseUrl, ...(redisUrl === undefined ? {} : { redisUrl }) };
  const { file, chains, providers } = configuration ?? readConfiguration(env);
  return {
    mode,
    configFile: file,
    chains,
    runtime: {
      mode,
      key: { keyFile: keyFileIn(dataDirectory), ...(secretKey === undefined ? {} : { secretKey }) },
      egressAllow: rest.egressAllow,
      providers,
      protocolApis: rest.protocolApis,
      ...(explorerApiKey === undefined ? {} : { explorerApiKey }),
      ...(explorerPerSecond === undefined ? {} : { explorerPerSecond }),
    },
    logLevel: rest.logLevel,
    api: rest.api,
    sourceOf: (chain, need) => configuredSource(providers, chain, need),
  };
}
