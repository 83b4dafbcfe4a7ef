import type { LogFact, TransactionReading } from '@fundtrail/core';
import { getCreate2Address, id, keccak256, solidityPacked } from 'ethers';
import { describe, expect, it } from 'vitest';
import { PAIR_FACTORIES, POOL_FACTORIES } from './pools.ts';
import { PROTOCOL_CONTRACTS } from './protocol-contracts.ts';
import { PROTOCOL_EVENTS } from './protocol-events.ts';
import { createProtocols } from './protocols.ts';
import { SIGNER_EVENTS } from './signers.ts';

const ALICE = `0x${'a'.repeat(40)}`;
const CONTRACT = `0x${'c'.repeat(40)}`;
const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
/** The DAI/WETH pairs of Uniswap V2 and SushiSwap, and Uniswap V3's pool of 0.3 %, all on Ethereum. */
const PAIR = '0xa478c2975ab1ea89e8196811f51a7b7ade33eb11';
const SUSHI_PAIR = '0xc3d03e4f041fd4cd388c549ee2a29a9e5075882f';
const POOL = '0xc2e9f25be6257c210d7adf0d4cd6e3e881ba25f8';
const PAIR_SWAP = 'Swap(address,uint256,uint256,uint256,uint256,address)';
const POOL_SWAP = 'Swap(address,address,int256,int256,uint160,uint128,int24)';

const protocols = createProtocols();

describe('the protocols of a transaction', () => {
  it.each([
    ['uniswap_v2', PAIR, PAIR_SWAP],
    ['sushiswap', SUSHI_PAIR, PAIR_SWAP],
    ['uniswap_v3', POOL, POOL_SWAP],
    ['uniswap_v2_fork', CONTRACT, PAIR_SWAP],
    ['uniswap_v3_fork', CONTRACT, POOL_SWAP],
  ])('name %s by who made the pool, though its events are those of all forks', (name, pool, swap) => {
    const logs = [transfer(0, WETH, ALICE, pool), transfer(1, DAI, pool, ALICE), log(2, pool, [id(swap)])];
    expect(protocols.named(reading({ logs }))).toEqual([name]);
  });

  it.each([
    ['velodrome', 'eip155:10'],
    ['aerodrome', 'eip155:8453'],
    ['solidly_fork', 'eip155:56'],
  ])('name the pairs of Solidly %s on %s', (name, chain) => {
    const logs = [log(0, CONTRACT, [id('Sync(uint256,uint256)')])];
    expect(protocols.named(reading({ logs, chain }))).toEqual([name]);
  });

  it('tell events of one signature apart by their indexed arguments', () => {
    const mint = id('Mint(address,uint256,uint256)');
    expect(protocols.named(reading({ logs: [log(0, CONTRACT, [mint])] }))).toEqual(['compound']);
    expect(protocols.named(reading({ logs: [log(0, CONTRACT, [mint, word(ALICE)])] }))).toEqual([]);
  });

  it('name a router that emits nothing by being called, and a Settler by its function', () => {
    expect(protocols.named(reading({ to: '0x1111111254fb6c44bac0bed2854e76f90643097d' }))).toEqual(['1inch']);
    const selector = id('execute((address,address,uint256),bytes[],bytes32)').slice(0, 10);
    expect(protocols.named(reading({ to: CONTRACT, selector, code: [CONTRACT] }))).toEqual(['0x']);
    expect(protocols.named(reading({ to: CONTRACT, selector })), 'a payment to somebody with data').toEqual([]);
  });

  it('name what is wrapped only where the chain wraps it', () => {
    const leg = { id: 'log:0', kind: 'mint', from: WETH, to: ALICE, asset: WETH, amount: 1n } as const;
    expect(protocols.named(reading({ legs: [leg] }))).toEqual(['weth']);
    expect(protocols.named(reading({ legs: [leg], chain: 'eip155:10' }))).toEqual([]);
  });
});

describe('the signers of a transaction', () => {
  it('are the owner of an order, the maker in its data, and the wallet that acts', () => {
    const logs = [
      log(0, CONTRACT, [id('Trade(address,address,address,uint256,uint256,uint256,bytes)'), word(ALICE)]),
      log(
        1,
        CONTRACT,
        [id('OtcOrderFilled(bytes32,address,address,address,address,uint128,uint128)')],
        [word('0x01'), word(PAIR)],
      ),
      log(2, POOL, [id('ExecutionSuccess(bytes32,uint256)')]),
    ];
    expect(protocols.signers(reading({ logs }))).toEqual([PAIR, ALICE, POOL].sort());
  });

  it('are nobody where the event is cut, or says nobody; then it is said that one is hidden', () => {
    const cut = [log(0, CONTRACT, [id('OtcOrderFilled(bytes32,address,address,address,address,uint128,uint128)')])];
    expect(protocols.signers(reading({ logs: cut }))).toEqual([]);
    expect(protocols.hidesSigner(reading({ logs: cut }))).toBe(false);
    const unnamed = [log(0, CONTRACT, [id('OrderFilled(bytes32,uint256)')])];
    expect(protocols.signers(reading({ logs: unnamed }))).toEqual([]);
    expect(protocols.hidesSigner(reading({ logs: unnamed }))).toBe(true);
  });
});

describe('the lists of protocols', () => {
  it('are lower case, well formed, and name nothing twice', () => {
    const contracts = PROTOCOL_CONTRACTS.flatMap(({ protocol, addresses }) =>
      addresses.map((address) => `${protocol} ${address}`),
    );
    for (const entry of contracts) expect(entry).toMatch(/^[0-9a-z_]+ 0x[0-9a-f]{40}$/);
    expect(new Set(contracts).size).toBe(contracts.length);
    for (const { address, code } of [...PAIR_FACTORIES, ...POOL_FACTORIES]) {
      expect(`${address} ${code}`).toMatch(/^0x[0-9a-f]{40} 0x[0-9a-f]{64}$/);
    }
  });

  it('hold signatures as keccak wants them, without blanks or names', () => {
    for (const { signature } of [...PROTOCOL_EVENTS, ...SIGNER_EVENTS])
      expect(signature).toMatch(/^[A-Za-z_0-9]+\([a-z0-9,[\]()]*\)$/);
  });

  it('derive a known pair from its factory', () => {
    const [factory] = PAIR_FACTORIES;
    const salt = keccak256(solidityPacked(['address', 'address'], [DAI, WETH]));
    expect(getCreate2Address(factory?.address ?? '', salt, factory?.code ?? '').toLowerCase()).toBe(PAIR);
  });
});

type Parts = Partial<Pick<TransactionReading, 'to' | 'logs' | 'selector' | 'code'>> & {
  readonly chain?: string;
  readonly legs?: TransactionReading['fact']['legs'];
};

function reading({
  chain = 'eip155:1',
  legs = [],
  to = ALICE,
  logs = [],
  code = [],
  ...rest
}: Parts): TransactionReading {
  const fact = { chain, hash: '0x', block: 1, index: 0, time: 1, sender: ALICE, success: true, legs, whole: [] };
  return { fact, to, logs, code, lacks: [], ...rest };
}

function log(index: number, address: string, topics: readonly string[], words: readonly string[] = []): LogFact {
  return { address, topics, data: `0x${words.map((text) => text.slice(2)).join('')}`, index };
}

function transfer(index: number, token: string, from: string, to: string): LogFact {
  return log(index, token, [id('Transfer(address,address,uint256)'), word(from), word(to)], [word('0x01')]);
}

function word(hex: string): string {
  return `0x${hex.slice(2).padStart(64, '0')}`;
}
