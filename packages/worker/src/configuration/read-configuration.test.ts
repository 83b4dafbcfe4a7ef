import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfiguration } from './read-configuration.ts';

let folder = '';
let empty = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-config-'));
  empty = await mkdtemp(join(tmpdir(), 'fundtrail-config-'));
  await writeFile(
    join(folder, 'fundtrail.yaml'),
    'providers:\n  - {chain: eip155:1, kind: rpc, url: http://file.example}\npools:\n  eip155:1: {quorum: 2}\n',
  );
  await writeFile(join(folder, 'other.yaml'), 'chains:\n  - {id: eip155:7, name: Seven}\n');
  await writeFile(join(folder, 'binary.yaml'), Uint8Array.of(0xff, 0xfe));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(empty, { recursive: true, force: true });
});

const urls = (env: Record<string, string>, chain: string, directory = empty) =>
  readConfiguration(env, directory)
    .providers.poolOf(chain)
    ?.providers.map(({ kind, url }) => `${kind} ${url}`);

describe('the providers of an installation', () => {
  test('are none without configuration, public ones least of all', () => {
    const { providers, chains, file } = readConfiguration({}, empty);
    expect([providers.chains, providers.poolOf('eip155:1'), chains, file]).toEqual([[], undefined, [], undefined]);
  });

  test('are those of the file and then those of the environment, each once', () => {
    const env = {
      FUNDTRAIL_RPC_URL: 'eip155:1=http://env.example,http://file.example,eip155:10=http://ten.example',
      FUNDTRAIL_EXPLORER_URL: 'http://explorer.example/api',
      FUNDTRAIL_EXPLORER_API_KEY: 'abc',
      FUNDTRAIL_EXPLORER_RPS: '5',
    };
    const { providers, file } = readConfiguration(env, folder);
    expect(file).toBe('fundtrail.yaml');
    expect(providers.chains).toEqual(['eip155:1', 'eip155:10']);
    expect(providers.poolOf('eip155:1')).toEqual({
      chain: 'eip155:1',
      quorum: 2,
      providers: [
        { kind: 'rpc', chain: 'eip155:1', url: 'http://file.example' },
        { kind: 'rpc', chain: 'eip155:1', url: 'http://env.example' },
        { kind: 'explorer', chain: 'eip155:1', url: 'http://explorer.example/api', apiKey: 'abc', perSecond: 5 },
      ],
    });
    expect(providers.poolOf('eip155:424242')?.providers).toMatchObject([{ kind: 'explorer', chain: 'eip155:424242' }]);
  });

  test('are public ones without a key only where they are asked for and nothing else is configured', () => {
    const env = { FUNDTRAIL_PUBLIC_PROVIDERS: '1', FUNDTRAIL_RPC_URL: 'eip155:10=http://ten.example' };
    expect(urls(env, 'eip155:100')).toEqual([
      'explorer https://gnosis.blockscout.com/api',
      'rpc https://rpc.gnosischain.com',
      'rpc https://rpc.gnosis.gateway.fm',
    ]);
    expect(urls(env, 'eip155:10')).toEqual(['rpc http://ten.example']);
    expect(urls(env, 'eip155:424242')).toBeUndefined();
  });

  test('of a UTXO chain are Esplora APIs and nodes, never an explorer for every chain', () => {
    const bitcoin = 'bip122:000000000019d6689c085ae165831e93';
    const env = {
      FUNDTRAIL_EXPLORER_URL: 'http://explorer.example/api',
      FUNDTRAIL_ESPLORA_URL: `${bitcoin}=http://esplora.example`,
      FUNDTRAIL_RPC_URL: `${bitcoin}=http://node.example`,
    };
    expect(urls(env, bitcoin)).toEqual(['esplora http://esplora.example', 'rpc http://node.example']);
    expect(urls({ FUNDTRAIL_EXPLORER_URL: 'http://explorer.example/api' }, bitcoin)).toBeUndefined();
    expect(urls({ FUNDTRAIL_PUBLIC_PROVIDERS: '1' }, bitcoin)).toEqual([
      'esplora https://blockstream.info/api',
      'esplora https://mempool.space/api',
    ]);
  });

  test('come from the file that is named, which must be there and be a text', () => {
    expect(readConfiguration({ FUNDTRAIL_CONFIG: 'other.yaml' }, folder)).toMatchObject({
      file: 'other.yaml',
      chains: [{ id: 'eip155:7', name: 'Seven' }],
    });
    const read = (name: string) => () => readConfiguration({ FUNDTRAIL_CONFIG: name }, folder);
    expect(read('none.yaml')).toThrow('none.yaml: FUNDTRAIL_CONFIG: no such file');
    expect(read('.')).toThrow('.: FUNDTRAIL_CONFIG: this is a folder');
    expect(read('binary.yaml')).toThrow('binary.yaml: FUNDTRAIL_CONFIG: the file is not UTF-8 text');
  });

  test('must be enough for the quorum of their chain', () => {
    const read = (): unknown => readConfiguration({}, folder);
    expect(read).toThrow('fundtrail.yaml:4: pools.eip155:1.quorum: 2 providers of eip155:1 must agree, but there is 1');
  });
});
