import type { Address, AssetRef } from '@fundtrail/core';

/** A pool takes one amount of one asset only. */
export type Pool = {
  readonly chain: number;
  readonly address: Address;
  readonly asset: AssetRef;
  /** Base units. */
  readonly denomination: bigint;
  readonly name: string;
};

/** Symbol, asset and decimals. Contracts of tokens: tornadocash/tornado-cli config.js, from memory. */
const ASSETS: Readonly<Record<string, readonly [AssetRef, number]>> = {
  eth: ['native', 18],
  bnb: ['native', 18],
  xdai: ['native', 18],
  matic: ['native', 18],
  avax: ['native', 18],
  dai: ['0x6b175474e89094c44da98b954eedeac495271d0f', 18],
  cdai: ['0x5d3a536e4d6dbd6114cc1ead35777bab948e3643', 8],
  usdc: ['0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', 6],
  cusdc: ['0x39aa39c021dfbae8fac545936693ac917d5e7563', 8],
  usdt: ['0xdac17f958d2ee523a2206206994597c13d831ec7', 6],
  wbtc: ['0x2260fac5e5542a773aa44fbcfedf7c193bc2c599', 8],
};

/** `<amount> <symbol>` and address, by chain. tornadocash/tornado-cli config.js; names as in its table. */
const CLI: Readonly<Record<number, readonly (readonly [string, Address])[]>> = {
  1: [
    ['0.1 eth', '0x12d66f87a04a9e220743712ce6d9bb1b5616b8fc'],
    ['1 eth', '0x47ce0c6ed5b0ce3d3a51fdb1c52dc66a7c3c2936'],
    ['10 eth', '0x910cbd523d972eb0a6f4cae4618ad62622b39dbf'],
    ['100 eth', '0xa160cdab225685da1d56aa342ad8841c3b53f291'],
    ['100 dai', '0xd4b88df4d29f5cedd6857912842cff3b20c8cfa3'],
    ['1000 dai', '0xfd8610d20aa15b7b2e3be39b396a1bc3516c7144'],
    ['10000 dai', '0x07687e702b410fa43f4cb4af7fa097918ffd2730'],
    ['100000 dai', '0x23773e65ed146a459791799d01336db287f25334'],
    ['5000 cdai', '0x22aaa7720ddd5388a3c0a3333430953c68f1849b'],
    ['50000 cdai', '0x03893a7c7463ae47d46bc7f091665f1893656003'],
    ['500000 cdai', '0x2717c5e28cf931547b621a5dddb772ab6a35b701'],
    ['5000000 cdai', '0xd21be7248e0197ee08e0c20d4a96debdac3d20af'],
    ['100 usdc', '0xd96f2b1c14db8458374d9aca76e26c3d18364307'],
    ['1000 usdc', '0x4736dcf1b7a3d580672cce6e7c65cd5cc9cfba9d'],
    ['100 usdt', '0x169ad27a470d064dede56a2d3ff727986b15d52b'],
    ['1000 usdt', '0x0836222f2b2b24a3f36f98668ed8f0b38d1a872f'],
    ['0.1 wbtc', '0x178169b423a011fff22b9e3f3abea13414ddd0f1'],
    ['1 wbtc', '0x610b717796ad172b316836ac95a2ffad065ceab4'],
    ['10 wbtc', '0xbb93e510bbcd0b7beb5a853875f9ec60275cf498'],
  ],
  10: [
    ['0.1 eth', '0x84443cfd09a48af6ef360c6976c5392ac5023a1f'],
    ['1 eth', '0xd47438c816c9e7f2e2888e060936a499af9582b3'],
    ['10 eth', '0x330bdfade01ee9bf63c209ee33102dd334618e0a'],
    ['100 eth', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
  ],
  56: [
    ['0.1 bnb', '0x84443cfd09a48af6ef360c6976c5392ac5023a1f'],
    ['1 bnb', '0xd47438c816c9e7f2e2888e060936a499af9582b3'],
    ['10 bnb', '0x330bdfade01ee9bf63c209ee33102dd334618e0a'],
    ['100 bnb', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
  ],
  100: [
    ['100 xdai', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
    ['1000 xdai', '0xdf231d99ff8b6c6cbf4e9b9a945cbacef9339178'],
    ['10000 xdai', '0xaf4c0b70b2ea9fb7487c7cbb37ada259579fe040'],
    ['100000 xdai', '0xa5c2254e4253490c54cef0a4347fddb8f75a4998'],
  ],
  137: [
    ['100 matic', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
    ['1000 matic', '0xdf231d99ff8b6c6cbf4e9b9a945cbacef9339178'],
    ['10000 matic', '0xaf4c0b70b2ea9fb7487c7cbb37ada259579fe040'],
    ['100000 matic', '0xa5c2254e4253490c54cef0a4347fddb8f75a4998'],
  ],
  42161: [
    ['0.1 eth', '0x84443cfd09a48af6ef360c6976c5392ac5023a1f'],
    ['1 eth', '0xd47438c816c9e7f2e2888e060936a499af9582b3'],
    ['10 eth', '0x330bdfade01ee9bf63c209ee33102dd334618e0a'],
    ['100 eth', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
  ],
  43114: [
    ['10 avax', '0x330bdfade01ee9bf63c209ee33102dd334618e0a'],
    ['100 avax', '0x1e34a77868e19a6647b1f2f47b51ed72dede95dd'],
    ['500 avax', '0xaf8d1839c3c67cf571aa74b5c12398d4901147b3'],
  ],
};

/** Pools of Ethereum that only the labels of OFAC's list name. */
const LISTED: readonly (readonly [string, Address])[] = [
  ['10000 dai', '0xf60dd140cff0706bae9cd734ac3ae76ad9ebc32a'],
  ['50000 cdai', '0xba214c1c1928a32bffe790263e38b4af9bfcd659'],
  ['500000 cdai', '0xb1c8094b234dce6e03f10a5b673c1d8c69739a00'],
  ['10000 usdc', '0xd691f27f38b395864ea86cfc7253969b409c362d'],
  ['5000 cusdc', '0xaeaac358560e11f52454d997aaff2c5731b6f8a6'],
  ['50000 cusdc', '0x1356c899d8c9467c7f71c195612f8a395abf2f0a'],
  ['500000 cusdc', '0xa60c772958a3ed56c1f15dd055ba37ac8e523a0d'],
  ['10000 usdt', '0xf67721a2d8f736e75a49fdd7fad2e31d8676542a'],
  ['100000 usdt', '0x9ad122c22b14202b4490edaf288fdb3c7cb3ff5e'],
];

export const POOLS: readonly Pool[] = Object.entries(CLI).flatMap(([chain, pools]) =>
  pools.map(([name, address]) => poolOf(Number(chain), name, address)),
);
export const LISTED_POOLS: readonly Pool[] = LISTED.map(([name, address]) => poolOf(1, name, address));

const BY_PLACE: ReadonlyMap<string, Pool> = new Map(
  [...POOLS, ...LISTED_POOLS].map((pool) => [`${pool.chain} ${pool.address}`, pool]),
);

export function poolAt(chain: number, address: Address): Pool | undefined {
  return BY_PLACE.get(`${chain} ${address}`);
}

function poolOf(chain: number, name: string, address: Address): Pool {
  const [amount = '', symbol = ''] = name.split(' ');
  const [asset, decimals] = ASSETS[symbol] ?? ['native', 18];
  return { chain, address, asset, denomination: baseUnits(amount, decimals), name };
}

function baseUnits(amount: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}
