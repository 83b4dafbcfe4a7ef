import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseConfiguration } from './parse-configuration.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TESTNET4 = 'bip122:00000000da84f2bafbbc53dee25a72ae';
const ENV = { NODE_KEY: 'n0de: [x]', RPS: '2.5', EMPTY: ' ', TOKEN: '123' };
const parse = (text: string) => parseConfiguration(text, 'fundtrail.yaml', ENV);

describe('a configuration file', () => {
  test('names providers with their limits, for one chain, several or all', () => {
    const { named, everywhere } = parse(`
providers:
  - { chain: eip155:1, kind: rpc, url: http://a.example, archive: false, traces: none, max_log_range: 500 }
  - chains: [eip155:10, eip155:100]
    kind: explorer
    url: http://b.example/api
    key: abc
    rps: 0.5
    burst: 2
    row_cap: 1000
  - { chains: all, kind: explorer, url: http://c.example/api }
`);
    const explorer = {
      kind: 'explorer',
      url: 'http://b.example/api',
      apiKey: 'abc',
      perSecond: 0.5,
      burst: 2,
      rowCap: 1000,
    };
    expect(named).toEqual([
      { kind: 'rpc', chain: 'eip155:1', url: 'http://a.example', archive: false, traces: 'none', maxLogRange: 500 },
      { ...explorer, chain: 'eip155:10' },
      { ...explorer, chain: 'eip155:100' },
    ]);
    expect(everywhere).toEqual([{ kind: 'explorer', url: 'http://c.example/api' }]);
  });

  test('takes variables as they are, never as YAML, and numbers where nothing but a number is written', () => {
    const { named } = parse(`
providers:
  - chain: eip155:1
    kind: explorer
    url: http://a.example/\${NODE_KEY}?x=$\${y}
    key: "\${TOKEN}"
    rps: \${RPS}
`);
    expect(named).toEqual([
      { kind: 'explorer', chain: 'eip155:1', url: 'http://a.example/n0de: [x]?x=${y}', apiKey: '123', perSecond: 2.5 },
    ]);
  });

  test('defines chains and quorums', () => {
    const { chains, quorums } = parse(`
chains:
  - id: eip155:999
    name: HyperEVM
    native: { symbol: HYPE, slip44: 2457 }
    wrapped: ["0x5555555555555555555555555555555555555555", { address: "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c", events: transfer }]
    block_time_ms: 1000
    finality: 12
    reorg_window: 40
    fee: execution
  - { id: eip155:1, finality: safe }
pools: { eip155:1: { quorum: 2 } }
`);
    expect(chains).toEqual([
      {
        id: 'eip155:999',
        name: 'HyperEVM',
        symbol: 'HYPE',
        slip44: 2457,
        wrapped: [
          { address: `0x${'5'.repeat(40)}`, events: 'both' },
          { address: '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c', events: 'transfer' },
        ],
        blockTimeMs: 1000,
        finality: 12,
        reorgWindow: 40,
        fee: 'execution',
      },
      { id: 'eip155:1', finality: 'safe' },
    ]);
    expect([...quorums]).toEqual([['eip155:1', 2]]);
  });

  test('names Esplora APIs and nodes of UTXO chains', () => {
    const { named } = parse(`
providers:
  - { chain: "${BITCOIN}", kind: esplora, url: http://a.example/api, rps: 4, burst: 8 }
  - { chains: ["${BITCOIN}"], kind: rpc, url: http://b.example }
`);
    expect(named).toEqual([
      { kind: 'esplora', chain: BITCOIN, url: 'http://a.example/api', perSecond: 4, burst: 8 },
      { kind: 'rpc', chain: BITCOIN, url: 'http://b.example' },
    ]);
  });

  test('describes UTXO chains', () => {
    const { chains } = parse(`
chains:
  - id: ${TESTNET4}
    name: Bitcoin testnet4
    native: { symbol: tBTC, decimals: 8, slip44: 1 }
    block_time_ms: 600000
    finality: 100
    reorg_window: 90
    addresses: { key_hash: 0x6f, script_hash: [0xc4, 5], bech32: tb }
  - { id: "bip122:${'7'.repeat(32)}", addresses: { key_hash: 30, script_hash: [22], bech32: null } }
`);
    expect(chains).toEqual([
      {
        id: TESTNET4,
        name: 'Bitcoin testnet4',
        symbol: 'tBTC',
        decimals: 8,
        slip44: 1,
        blockTimeMs: 600_000,
        finality: 100,
        reorgWindow: 90,
        addresses: { keyHash: 0x6f, scriptHash: [0xc4, 5], bech32: 'tb' },
      },
      { id: `bip122:${'7'.repeat(32)}`, addresses: { keyHash: 30, scriptHash: [22], bech32: null } },
    ]);
  });

  test.each(['', '# nothing\n', 'providers: []'])('may say nothing: %j', (text) => {
    expect(parse(text)).toMatchObject({ chains: [], named: [], everywhere: [] });
  });

  test('is shown by an example that can be read', () => {
    const path = new URL('../../../../infra/fundtrail.example.yaml', import.meta.url);
    const env = { ETHEREUM_NODE_KEY: 'k1', ETHERSCAN_KEY: 'k2', BITCOIN_RPC_USER: 'u', BITCOIN_RPC_PASSWORD: 'p' };
    const { named, chains, quorums } = parseConfiguration(readFileSync(path, 'utf8'), 'example', env);
    expect(named.map(({ kind, chain }) => `${kind} ${chain}`)).toEqual([
      'rpc eip155:1',
      'rpc eip155:1',
      'explorer eip155:1',
      'explorer eip155:137',
      'explorer eip155:42161',
      'explorer eip155:8453',
      'rpc eip155:999',
      `esplora ${BITCOIN}`,
      `rpc ${BITCOIN}`,
    ]);
    expect(chains.map(({ id }) => id)).toEqual(['eip155:999', 'eip155:137', TESTNET4]);
    expect([...quorums]).toEqual([['eip155:1', 2]]);
  });
});

const node = (more: string) =>
  `providers:\n  - chain: eip155:1\n    kind: rpc\n    url: http://hidden.example\n    ${more}`;

describe('a configuration file that is wrong is refused with line and field, and without its values', () => {
  test.each([
    ['no mapping', '- hidden', 'fundtrail.yaml:1: is not a mapping'],
    ['an unknown part', 'nodes: []', 'fundtrail.yaml:1: nodes: is not a field here'],
    ['a part that is no list', 'providers:\n  a: 1', 'fundtrail.yaml:1: providers: is not a list'],
    ['an unknown field', node('hidden: 1'), 'fundtrail.yaml:5: providers[0].hidden: is not a field here'],
    ['a field of the other kind', node('key: hidden'), 'fundtrail.yaml:5: providers[0].key: is not a field here'],
    ['a wrong number', node('rps: many'), 'fundtrail.yaml:5: providers[0].rps: is not a number'],
    ['nothing a second', node('rps: 0'), 'fundtrail.yaml:5: providers[0].rps: is not above 0'],
    ['half a request', node('burst: 1.5'), 'fundtrail.yaml:5: providers[0].burst: is not a whole number'],
    [
      'an unknown word',
      node('traces: maybe'),
      'fundtrail.yaml:5: providers[0].traces: is not one of trace, debug, none',
    ],
    ['a word for a switch', node('archive: yes'), 'fundtrail.yaml:5: providers[0].archive: is neither true nor false'],
    [
      'an unknown kind',
      'providers:\n  - kind: electrum',
      'fundtrail.yaml:2: providers[0].kind: is not one of rpc, explorer, esplora',
    ],
    ['no kind', 'providers:\n  - url: http://hidden', 'fundtrail.yaml:2: providers[0].kind: is missing'],
    ['no URL', 'providers:\n  - chain: eip155:1\n    kind: rpc', 'fundtrail.yaml:2: providers[0].url: is missing'],
    [
      'no chain',
      'providers:\n  - kind: rpc\n    url: http://hidden',
      'fundtrail.yaml:2: providers[0].chain: is missing',
    ],
    [
      'another scheme',
      'providers:\n  - {kind: rpc, chain: eip155:1, url: ws://hidden}',
      'fundtrail.yaml:2: providers[0].url: is not an http(s) URL',
    ],
    ['chain and chains', node('chains: [eip155:1]'), 'fundtrail.yaml:5: providers[0].chains: stands beside chain'],
    [
      'a node of all chains',
      'providers:\n  - {kind: rpc, chains: all, url: http://hidden}',
      'fundtrail.yaml:2: providers[0].chains: cannot be all for a node',
    ],
    [
      'a node of two chains',
      'providers:\n  - {kind: rpc, chains: [eip155:1, eip155:2], url: http://hidden}',
      'fundtrail.yaml:2: providers[0].chains: names several chains for a node',
    ],
    [
      'an explorer of a UTXO chain',
      `providers:\n  - kind: explorer\n    chains: [eip155:1, "${BITCOIN}"]\n    url: http://hidden`,
      'fundtrail.yaml:2: providers[0].kind: is explorer, but APIs in the dialect of Etherscan do not know bip122:0000',
    ],
    [
      'an Esplora of an EVM chain',
      'providers:\n  - {kind: esplora, chain: eip155:1, url: http://hidden}',
      'fundtrail.yaml:2: providers[0].kind: is esplora, but Esplora APIs do not know eip155:1',
    ],
    [
      'an Esplora of all chains',
      'providers:\n  - {kind: esplora, chains: all, url: http://hidden}',
      'fundtrail.yaml:2: providers[0].chains: cannot be all for an Esplora',
    ],
    [
      'a node of a UTXO chain with traces',
      `providers:\n  - {kind: rpc, chain: "${BITCOIN}", url: http://hidden, traces: debug}`,
      'fundtrail.yaml:2: providers[0].traces: is of nodes of EVM chains',
    ],
    [
      'a UTXO chain with a wrapped asset',
      `chains:\n  - id: ${TESTNET4}\n    wrapped: []`,
      'fundtrail.yaml:3: chains[0].wrapped: is of EVM chains',
    ],
    [
      'a UTXO chain with a tag for finality',
      `chains:\n  - id: ${TESTNET4}\n    finality: finalized`,
      'fundtrail.yaml:3: chains[0].finality: is a tag, which nodes of UTXO chains do not know',
    ],
    [
      'an EVM chain with forms of addresses',
      'chains:\n  - id: eip155:7\n    addresses: {key_hash: 0, script_hash: [5], bech32: bc}',
      'fundtrail.yaml:3: chains[0].addresses: is of UTXO chains',
    ],
    [
      'a version that is no byte',
      `chains:\n  - id: ${TESTNET4}\n    addresses: {key_hash: 256, script_hash: [5]}`,
      'fundtrail.yaml:3: chains[0].addresses.key_hash: is above 255',
    ],
    [
      'no version of script hashes',
      `chains:\n  - id: ${TESTNET4}\n    addresses: {key_hash: 0, script_hash: []}`,
      'fundtrail.yaml:3: chains[0].addresses.script_hash',
    ],
    [
      'an upper-case prefix',
      `chains:\n  - id: ${TESTNET4}\n    addresses: {key_hash: 0, script_hash: [5], bech32: BC}`,
      'fundtrail.yaml:3: chains[0].addresses.bech32: is not a prefix of lower-case letters',
    ],
    [
      'a provider twice',
      `${node('rps: 1')}\n  - {kind: rpc, chain: eip155:1, url: http://hidden.example}`,
      'fundtrail.yaml:6: providers[1].url: is named twice for eip155:1',
    ],
    [
      'a chain of another family',
      'chains:\n  - id: hidden:1',
      'fundtrail.yaml:2: chains[0].id: is not the CAIP-2 id of an EVM or UTXO chain',
    ],
    [
      'a chain twice',
      'chains:\n  - id: eip155:7\n  - id: eip155:7',
      'fundtrail.yaml:3: chains[1].id: eip155:7 is defined twice',
    ],
    [
      'an address cut short',
      'chains:\n  - id: eip155:7\n    wrapped: ["0x12"]',
      'fundtrail.yaml:3: chains[0].wrapped[0]: is neither an address nor',
    ],
    [
      'a float for amounts',
      'chains:\n  - id: eip155:7\n    native: {symbol: X, decimals: 1.5}',
      'fundtrail.yaml:3: chains[0].native.decimals: is not a whole number',
    ],
    [
      'a quorum of nobody',
      'pools:\n  eip155:1: {quorum: 0}',
      'fundtrail.yaml:2: pools.eip155:1.quorum: is not above 0',
    ],
    [
      'a pool of no chain',
      'pools:\n  mainnet: {quorum: 1}',
      'fundtrail.yaml:2: pools.mainnet: is not the CAIP-2 id of an EVM or UTXO chain',
    ],
    [
      'a key twice',
      'pools: {}\nproviders: []\npools: {}',
      'fundtrail.yaml:3: this is not the YAML of a configuration: Map keys must be unique',
    ],
    ['a quote left open', 'pools:\n  "eip', 'fundtrail.yaml:2: this is not the YAML'],
    ['a tag', 'pools: !!python/object hidden', 'fundtrail.yaml:1: this is not the YAML'],
    [
      'a tag of its own',
      'providers:\n  - key: !n0de x',
      'fundtrail.yaml:2: this is not the YAML of a configuration: Unresolved tag',
    ],
    [
      'a directive',
      '%n0de\n---\npools: {}',
      'fundtrail.yaml:1: this is not the YAML of a configuration: Unknown directive',
    ],
    [
      'text after text',
      'pools: "a" n0de',
      'fundtrail.yaml:1: this is not the YAML of a configuration: Unexpected scalar',
    ],
    ['an alias', 'a: &x 1\npools: *n0de', 'fundtrail.yaml:2: pools: is an alias'],
    [
      'an unset variable',
      node('rps: ${NOT_SET}'),
      'fundtrail.yaml:5: providers[0].rps: the environment variable NOT_SET is not set',
    ],
    [
      'an empty variable',
      'providers:\n  - url: http://x/${EMPTY}',
      'fundtrail.yaml:2: providers[0].url: the environment variable EMPTY is not set',
    ],
    [
      'a variable that has no name',
      node('rps: ${a b}'),
      'fundtrail.yaml:5: providers[0].rps: ${a b} names no variable',
    ],
    ['a variable that is no number', node('rps: ${NODE_KEY}'), 'fundtrail.yaml:5: providers[0].rps: is not a number'],
  ])('%s', (_, text, message) => {
    const read = (): unknown => parse(text);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/http:|n0de/);
  });
});
