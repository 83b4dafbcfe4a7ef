/** Who reads a variable: a role of the worker, the API, the migration, or `cli` for commands that a person types. */
export type EnvironmentReader = 'acquire' | 'settle' | 'follow' | 'deliver' | 'api' | 'migrate' | 'cli';

/** One environment variable. Everything that fundtrail reads from the environment is in the table below and nowhere else. */
export type EnvironmentVariable = {
  readonly name: string;
  /** What an unset or empty variable means, as it would be written; empty: nothing is set. */
  readonly default: string;
  readonly roles: readonly EnvironmentReader[];
  /** Never printed, never logged. */
  readonly secret: boolean;
  readonly description: string;
};

const EVERY: readonly EnvironmentReader[] = ['acquire', 'settle', 'follow', 'deliver', 'api', 'migrate', 'cli'];
const RUNNING: readonly EnvironmentReader[] = ['acquire', 'settle', 'follow', 'deliver', 'api', 'cli'];
const SOURCES: readonly EnvironmentReader[] = ['acquire', 'settle', 'follow', 'api', 'cli'];

export const environmentTable = [
  {
    name: 'DATABASE_URL',
    default: '',
    roles: EVERY,
    secret: true,
    description:
      'PostgreSQL 15 or newer, postgres://user:password@host/database. Unset: an embedded server of its own.',
  },
  {
    name: 'REDIS_URL',
    default: '',
    roles: RUNNING,
    secret: true,
    description: 'Redis or Valkey 7 or newer for the jobs, redis://… Unset: the jobs lie in PostgreSQL, too.',
  },
  {
    name: 'FUNDTRAIL_DATA_DIR',
    default: '',
    roles: EVERY,
    secret: false,
    description:
      'Folder of the embedded server and the key file. Unset: ~/.local/share/fundtrail, for root /var/lib/fundtrail/data.',
  },
  {
    name: 'FUNDTRAIL_SECRET_KEY',
    default: '',
    roles: RUNNING,
    secret: true,
    description:
      'Seals webhook secrets and source URLs: 32 bytes in base64 or hex. Unset: a key file in the data folder.',
  },
  {
    name: 'FUNDTRAIL_LOG_LEVEL',
    default: '',
    roles: EVERY,
    secret: false,
    description:
      'trace, debug, info, warn, error, fatal or silent. Unset: info for roles, silent for one-shot commands.',
  },
  {
    name: 'FUNDTRAIL_EGRESS_ALLOW',
    default: '',
    roles: ['deliver', 'api', 'cli'],
    secret: false,
    description: 'Private hosts and networks that webhooks may go to, by comma: hooks.internal,10.1.0.0/16.',
  },
  {
    name: 'FUNDTRAIL_API_HOST',
    default: '127.0.0.1',
    roles: ['api'],
    secret: false,
    description: 'Address that the HTTP API listens on.',
  },
  {
    name: 'FUNDTRAIL_API_PORT',
    default: '8080',
    roles: ['api'],
    secret: false,
    description: 'Port that the HTTP API listens on; 0 takes a free one.',
  },
  {
    name: 'FUNDTRAIL_CONFIG',
    default: '',
    roles: SOURCES,
    secret: false,
    description: 'File of chains and providers. Unset: fundtrail.yaml in the working directory, where there is one.',
  },
  {
    name: 'FUNDTRAIL_PUBLIC_PROVIDERS',
    default: '',
    roles: SOURCES,
    secret: false,
    description:
      '1: ask public providers about chains without any of your own. They learn what is traced. Unset: never.',
  },
  {
    name: 'FUNDTRAIL_EXPLORER_URL',
    default: '',
    roles: SOURCES,
    secret: true,
    description: 'Explorer API (Etherscan V2 or Blockscout): one URL for all chains, or chain=url by comma.',
  },
  {
    name: 'FUNDTRAIL_EXPLORER_API_KEY',
    default: '',
    roles: SOURCES,
    secret: true,
    description: 'Key of that API.',
  },
  {
    name: 'FUNDTRAIL_EXPLORER_RPS',
    default: '',
    roles: SOURCES,
    secret: false,
    description: 'Requests a second that this key allows, over all hosts. Unset: 3, what a free key allows.',
  },
  {
    name: 'FUNDTRAIL_ESPLORA_URL',
    default: '',
    roles: SOURCES,
    secret: true,
    description:
      'Esplora APIs of UTXO chains as chain=url by comma; more URLs of a chain follow it: bip122:000000000019d6689c085ae165831e93=https://…',
  },
  {
    name: 'FUNDTRAIL_RPC_URL',
    default: '',
    roles: SOURCES,
    secret: true,
    description:
      'Nodes as chain=url by comma; more URLs of a chain follow it: eip155:1=https://…,https://…,eip155:137=https://…',
  },
  {
    name: 'FUNDTRAIL_PROTOCOL_APIS',
    default: '',
    roles: ['acquire', 'settle', 'follow', 'cli'],
    secret: true,
    description:
      'APIs of cross-chain protocols that may be asked where a payout went, by comma: names (fundtrail bridges list), name=https://…, or all. They learn what is traced. Unset: none.',
  },
] as const satisfies readonly EnvironmentVariable[];

/** The name of a variable that fundtrail reads. */
export type EnvironmentName = (typeof environmentTable)[number]['name'];
