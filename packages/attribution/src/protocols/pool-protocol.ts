import type { Address, LogFact } from '@fundtrail/core';
import { AbiCoder, getCreate2Address, id, keccak256, solidityPacked } from 'ethers';
import { PAIR_FACTORIES, POOL_FACTORIES, POOL_FEES, type PoolFactory } from './pools.ts';

/** The protocol of a pool, from its logs in one transaction; undefined where the account is no pool of these kinds. */
export type PoolProtocolOf = (pool: Address, logs: readonly LogFact[], chain: string) => string | undefined;

/** Exchanges with Solidly's pairs that lead on their chain; on any other the pair's protocol is not known by name. */
const SOLIDLY_BY_CHAIN: ReadonlyMap<string, string> = new Map([
  ['eip155:10', 'velodrome'],
  ['eip155:8453', 'aerodrome'],
]);

const PAIR_EVENTS = ['Swap(address,uint256,uint256,uint256,uint256,address)', 'Sync(uint112,uint112)'];
const SOLIDLY_EVENTS = ['Swap(address,address,uint256,uint256,uint256,uint256)', 'Sync(uint256,uint256)'];
const POOL_EVENTS = [
  'Swap(address,address,int256,int256,uint160,uint128,int24)',
  'Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)',
  'Mint(address,address,int24,int24,uint128,uint256,uint256)',
  'Burn(address,int24,int24,uint128,uint256,uint256)',
];
const TRANSFER = 'Transfer(address,address,uint256)';
const TRANSFER_TOPICS = 3;

/**
 * Exchanges forked from Uniswap emit its very events, so the pool itself must tell where it is from: its address follows from its
 * factory and its tokens, which the transaction moved. What no known factory made is called `uniswap_v2_fork` or `uniswap_v3_fork`.
 */
export function createPoolProtocols(): PoolProtocolOf {
  const topics = (signatures: readonly string[]): ReadonlySet<string> => new Set(signatures.map((text) => id(text)));
  const [pair, solidly, pool] = [topics(PAIR_EVENTS), topics(SOLIDLY_EVENTS), topics(POOL_EVENTS)];
  const transfer = id(TRANSFER);
  const known = new Map<string, string>();

  return (address, logs, chain) => {
    const own = logs.filter((log) => log.address === address);
    const emitted = (wanted: ReadonlySet<string>): boolean => own.some(({ topics: [topic = ''] }) => wanted.has(topic));
    if (emitted(solidly)) return SOLIDLY_BY_CHAIN.get(chain) ?? 'solidly_fork';
    const kind = emitted(pair) ? 'pair' : emitted(pool) ? 'pool' : undefined;
    if (kind === undefined) return undefined;
    const key = `${chain}:${address}`;
    const found = known.get(key) ?? made(address, tokensOf(address, logs, transfer), kind);
    if (found !== undefined) known.set(key, found);
    return found ?? (kind === 'pair' ? 'uniswap_v2_fork' : 'uniswap_v3_fork');
  };
}

/** The tokens that an account sent or received, in order of address. */
function tokensOf(account: Address, logs: readonly LogFact[], transfer: string): readonly Address[] {
  const word = account.slice(2).padStart(64, '0');
  const tokens = new Set<Address>();
  for (const { address, topics } of logs) {
    if (topics[0] !== transfer || topics.length !== TRANSFER_TOPICS) continue;
    if (topics[1] === `0x${word}` || topics[2] === `0x${word}`) tokens.add(address);
  }
  return [...tokens].sort();
}

function made(address: Address, tokens: readonly Address[], kind: 'pair' | 'pool'): string | undefined {
  for (const [place, first] of tokens.entries()) {
    for (const second of tokens.slice(place + 1)) {
      const factory =
        kind === 'pair'
          ? makerOf(address, PAIR_FACTORIES, [solidityPacked(['address', 'address'], [first, second])])
          : makerOf(
              address,
              POOL_FACTORIES,
              POOL_FEES.map((fee) =>
                AbiCoder.defaultAbiCoder().encode(['address', 'address', 'uint24'], [first, second, fee]),
              ),
            );
      if (factory !== undefined) return factory.protocol;
    }
  }
  return undefined;
}

function makerOf(
  address: Address,
  factories: readonly PoolFactory[],
  salted: readonly string[],
): PoolFactory | undefined {
  const salts = salted.map((bytes) => keccak256(bytes));
  return factories.find((factory) =>
    salts.some((salt) => getCreate2Address(factory.address, salt, factory.code).toLowerCase() === address),
  );
}
