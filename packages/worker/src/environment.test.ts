import { describe, expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { environmentTable } from './environment-table.ts';

describe('the environment', () => {
  test('has a default or an absence for everything', () => {
    const defaults = {
      egressAllow: [],
      api: { host: '127.0.0.1', port: 8080 },
      publicProviders: false,
      explorerUrls: { byChain: new Map() },
      esploraUrls: new Map(),
      protocolApis: new Map(),
      rpcUrls: new Map(),
    };
    expect(readEnvironment({})).toEqual(defaults);
    const empty = Object.fromEntries(environmentTable.map(({ name }) => [name, ' ']));
    expect(readEnvironment(empty)).toEqual(defaults);
  });

  test('gives one explorer URL for every chain, or one for each named chain', () => {
    const one = readEnvironment({ FUNDTRAIL_EXPLORER_URL: 'https://api.example/v2/api?a=b' }).explorerUrls;
    expect(one).toEqual({ every: 'https://api.example/v2/api?a=b', byChain: new Map() });
    const text = 'eip155:1=https://one.example/api?a=b,c, eip155:100=https://hundred.example/api';
    const named = readEnvironment({ FUNDTRAIL_EXPLORER_URL: text }).explorerUrls;
    expect([...named.byChain]).toEqual([
      ['eip155:1', 'https://one.example/api?a=b,c'],
      ['eip155:100', 'https://hundred.example/api'],
    ]);
  });

  test('gives any number of nodes for a chain, in order', () => {
    const text =
      'eip155:1=https://a.example/?k=1,2,https://b.example eip155:10=http://c.example,eip155:1=https://d.example';
    expect([...readEnvironment({ FUNDTRAIL_RPC_URL: text }).rpcUrls]).toEqual([
      ['eip155:1', ['https://a.example/?k=1,2', 'https://b.example', 'https://d.example']],
      ['eip155:10', ['http://c.example']],
    ]);
  });

  test('gives Esplora APIs of UTXO chains, in order', () => {
    const bitcoin = 'bip122:000000000019d6689c085ae165831e93';
    const text = `${bitcoin}=http://127.0.0.1:3002,https://b.example/api`;
    expect([...readEnvironment({ FUNDTRAIL_ESPLORA_URL: text }).esploraUrls]).toEqual([
      [bitcoin, ['http://127.0.0.1:3002', 'https://b.example/api']],
    ]);
    expect([...readEnvironment({ FUNDTRAIL_RPC_URL: `${bitcoin}=http://c.example` }).rpcUrls.keys()]).toEqual([
      bitcoin,
    ]);
  });

  test('reads lists, ports and levels', () => {
    const env = {
      DATABASE_URL: 'postgres://u:p@db/x',
      REDIS_URL: 'redis://:p@cache:6379',
      FUNDTRAIL_EGRESS_ALLOW: 'hooks.internal, 10.1.0.0/16',
      FUNDTRAIL_API_HOST: '0.0.0.0',
      FUNDTRAIL_API_PORT: '0',
      FUNDTRAIL_LOG_LEVEL: 'debug',
      FUNDTRAIL_RPC_URL: 'eip155:1=http://127.0.0.1:8545',
      FUNDTRAIL_CONFIG: 'etc/chains.yaml',
      FUNDTRAIL_PUBLIC_PROVIDERS: '1',
    };
    expect(readEnvironment(env)).toMatchObject({
      databaseUrl: 'postgres://u:p@db/x',
      redisUrl: 'redis://:p@cache:6379',
      egressAllow: ['hooks.internal', '10.1.0.0/16'],
      api: { host: '0.0.0.0', port: 0 },
      logLevel: 'debug',
      rpcUrls: new Map([['eip155:1', ['http://127.0.0.1:8545']]]),
      configFile: 'etc/chains.yaml',
      publicProviders: true,
    });
  });

  test.each([
    ['DATABASE_URL', 'mysql://u:hidden@db/x'],
    ['DATABASE_URL', 'hidden'],
    ['FUNDTRAIL_LOG_LEVEL', 'loud'],
    ['FUNDTRAIL_API_PORT', '65536'],
    ['FUNDTRAIL_API_PORT', '-1'],
    ['FUNDTRAIL_EXPLORER_URL', 'ftp://hidden.example'],
    ['FUNDTRAIL_RPC_URL', 'https://hidden.example'],
    ['FUNDTRAIL_RPC_URL', 'solana:1=https://hidden.example'],
    ['FUNDTRAIL_RPC_URL', 'eip155:1=https://hidden.example,eip155:1=https://hidden.example'],
    ['FUNDTRAIL_RPC_URL', 'eip155:1=https://hidden.example,https://hidden.example'],
    ['FUNDTRAIL_RPC_URL', 'https://hidden.example,eip155:1=https://b.example'],
    ['FUNDTRAIL_EXPLORER_URL', 'eip155:1=https://a.example,https://hidden.example'],
    ['FUNDTRAIL_EXPLORER_URL', 'eip155:1=https://a.example,eip155:1=https://hidden.example'],
    ['FUNDTRAIL_EXPLORER_URL', 'bip122:000000000019d6689c085ae165831e93=https://hidden.example'],
    ['FUNDTRAIL_ESPLORA_URL', 'eip155:1=https://hidden.example'],
    ['FUNDTRAIL_ESPLORA_URL', 'https://hidden.example'],
    ['FUNDTRAIL_PUBLIC_PROVIDERS', 'perhaps'],
    ['REDIS_URL', 'redis://hidden'],
  ])('refuses %s=%s with its name and without its value', (name, value) => {
    const read = (): unknown => readEnvironment({ [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow('hidden');
  });
});
