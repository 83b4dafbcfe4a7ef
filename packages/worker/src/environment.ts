import { type ChainId, InputError } from '@fundtrail/core';
import { type ChainUrls, readEsploraUrls, readExplorerUrls, readRpcUrls } from './chain-urls.ts';
import { type EnvironmentName, environmentTable } from './environment-table.ts';
import { type ProtocolApiUrls, readProtocolApis } from './protocol-api-names.ts';

/** What the environment says of this installation. What is unset or empty takes its default or is absent. */
export type Environment = {
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly dataDirectory?: string;
  readonly secretKey?: string;
  readonly logLevel?: string;
  readonly egressAllow: readonly string[];
  readonly api: { readonly host: string; readonly port: number };
  /** Path of the configuration file, relative to the working directory. */
  readonly configFile?: string;
  /** Whether providers that nobody configured may be asked. */
  readonly publicProviders: boolean;
  readonly explorerUrls: ChainUrls;
  readonly explorerApiKey?: string;
  /** Requests a second. */
  readonly explorerPerSecond?: number;
  /** In the order given. */
  readonly esploraUrls: ReadonlyMap<ChainId, readonly string[]>;
  /** APIs of protocols that may be asked. */
  readonly protocolApis: ProtocolApiUrls;
  /** In the order given. */
  readonly rpcUrls: ReadonlyMap<ChainId, readonly string[]>;
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const MAX_PORT = 65_535;
const SWITCH = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/**
 * Reads every variable of `environmentTable` out of `env`; secrets never appear in what is thrown.
 * @throws InputError that names the variable
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: EnvironmentName): string | undefined => {
    const text = env[name]?.trim() ?? '';
    if (text !== '') return text;
    return environmentTable.find((variable) => variable.name === name)?.default || undefined;
  };
  const databaseUrl = readUrl(read('DATABASE_URL'), 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = readUrl(read('REDIS_URL'), 'REDIS_URL', ['redis:', 'rediss:', 'unix:']);
  if (redisUrl !== undefined && databaseUrl === undefined) {
    throw new InputError(
      'is set without DATABASE_URL',
      { field: 'REDIS_URL' },
      { remedy: 'Set both, or neither for the embedded server.' },
    );
  }
  const optional = {
    databaseUrl,
    redisUrl,
    dataDirectory: read('FUNDTRAIL_DATA_DIR'),
    secretKey: read('FUNDTRAIL_SECRET_KEY'),
    logLevel: readLogLevel(read('FUNDTRAIL_LOG_LEVEL')),
    configFile: read('FUNDTRAIL_CONFIG'),
    explorerApiKey: read('FUNDTRAIL_EXPLORER_API_KEY'),
    explorerPerSecond: readRate(read('FUNDTRAIL_EXPLORER_RPS')),
  };
  return {
    ...withoutAbsent(optional),
    egressAllow: (read('FUNDTRAIL_EGRESS_ALLOW') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
    api: { host: read('FUNDTRAIL_API_HOST') ?? '', port: readPort(read('FUNDTRAIL_API_PORT')) },
    publicProviders: readSwitch(read('FUNDTRAIL_PUBLIC_PROVIDERS'), 'FUNDTRAIL_PUBLIC_PROVIDERS'),
    explorerUrls: readExplorerUrls(read('FUNDTRAIL_EXPLORER_URL'), 'FUNDTRAIL_EXPLORER_URL'),
    esploraUrls: readEsploraUrls(read('FUNDTRAIL_ESPLORA_URL'), 'FUNDTRAIL_ESPLORA_URL'),
    protocolApis: readProtocolApis(read('FUNDTRAIL_PROTOCOL_APIS'), 'FUNDTRAIL_PROTOCOL_APIS'),
    rpcUrls: readRpcUrls(read('FUNDTRAIL_RPC_URL'), 'FUNDTRAIL_RPC_URL'),
  };
}

function readUrl(text: string | undefined, field: EnvironmentName, schemes: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const scheme = URL.parse(text)?.protocol;
  if (scheme !== undefined && schemes.includes(scheme)) return text;
  throw new InputError(`is not a URL of the kind ${schemes.join(' or ')}//…`, { field });
}

function readLogLevel(text: string | undefined): string | undefined {
  if (text === undefined || LOG_LEVELS.includes(text)) return text;
  const remedy = `Choose from ${LOG_LEVELS.join(', ')}.`;
  throw new InputError(`${JSON.stringify(text)} is not a log level`, { field: 'FUNDTRAIL_LOG_LEVEL' }, { remedy });
}

function readSwitch(text: string | undefined, field: EnvironmentName): boolean {
  const value = SWITCH.get(text?.toLowerCase() ?? '0');
  if (value !== undefined) return value;
  throw new InputError(`${JSON.stringify(text)} is neither 1 nor 0`, { field });
}

function readPort(text: string | undefined): number {
  const port = /^[0-9]{1,5}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (port <= MAX_PORT) return port;
  throw new InputError(`${JSON.stringify(text)} is not a port`, { field: 'FUNDTRAIL_API_PORT' });
}

function readRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (/^[0-9]+(\.[0-9]+)?$/.test(text) && rate > 0) return rate;
  throw new InputError(
    `${JSON.stringify(text)} is not a number of requests a second`,
    { field: 'FUNDTRAIL_EXPLORER_RPS' },
    { remedy: 'Write it like 5 or 0.5.' },
  );
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
