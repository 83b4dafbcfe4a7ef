import { type ChainId, InputError, parseChain } from '@fundtrail/core';
import { type EnvironmentName, environmentTable } from './environment-table.ts';

/** What the environment says of this installation. What is unset or empty takes its default or is absent. */
export type Environment = {
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly dataDirectory?: string;
  readonly secretKey?: string;
  readonly logLevel?: string;
  readonly egressAllow: readonly string[];
  readonly api: { readonly host: string; readonly port: number };
  readonly explorerUrls: ChainUrls;
  readonly explorerApiKey?: string;
  /** Requests a second. */
  readonly explorerPerSecond?: number;
  readonly rpcUrls: ChainUrls;
};

/** URLs by chain; `every` serves the chains that are not named. */
export type ChainUrls = { readonly every?: string; readonly byChain: ReadonlyMap<ChainId, string> };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const MAX_PORT = 65_535;
/** Entries are parted by comma or white space before the next chain or URL, so that URLs may hold both `,` and `=`. */
const NEXT_ENTRY = /[\s,]+(?=[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}=|https?:\/\/)/;
const ENTRY = /^([-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32})=(.*)$/s;

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
    explorerApiKey: read('FUNDTRAIL_EXPLORER_API_KEY'),
    explorerPerSecond: readRate(read('FUNDTRAIL_EXPLORER_RPS')),
  };
  return {
    ...withoutAbsent(optional),
    egressAllow: (read('FUNDTRAIL_EGRESS_ALLOW') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
    api: { host: read('FUNDTRAIL_API_HOST') ?? '', port: readPort(read('FUNDTRAIL_API_PORT')) },
    explorerUrls: readChainUrls(read('FUNDTRAIL_EXPLORER_URL'), 'FUNDTRAIL_EXPLORER_URL', true),
    rpcUrls: readChainUrls(read('FUNDTRAIL_RPC_URL'), 'FUNDTRAIL_RPC_URL', false),
  };
}

/** The URL for a chain, or undefined when none is configured. */
export function urlOf(urls: ChainUrls, chain: ChainId): string | undefined {
  return urls.byChain.get(chain) ?? urls.every;
}

function readChainUrls(text: string | undefined, field: EnvironmentName, everyAllowed: boolean): ChainUrls {
  const byChain = new Map<ChainId, string>();
  if (text === undefined) return { byChain };
  const entries = text.split(NEXT_ENTRY);
  if (everyAllowed && entries.length === 1 && !ENTRY.test(text)) return { every: requireHttp(text, field), byChain };
  for (const entry of entries) {
    const [, chainText, url] = ENTRY.exec(entry) ?? [];
    if (chainText === undefined || url === undefined) {
      throw new InputError('has an entry without a chain', { field }, { remedy: 'Write it like eip155:1=https://….' });
    }
    const chain = parseChain(chainText, field);
    if (byChain.has(chain)) throw new InputError(`names ${chain} twice`, { field }, { remedy: 'Keep one of them.' });
    byChain.set(chain, requireHttp(url, field));
  }
  return { byChain };
}

function requireHttp(text: string, field: EnvironmentName): string {
  return readUrl(text, field, ['http:', 'https:']) ?? '';
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
