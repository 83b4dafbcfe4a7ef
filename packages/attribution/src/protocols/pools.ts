/** A factory that makes pools at addresses which its own address, the pool's tokens and the code decide (CREATE2). */
export type PoolFactory = {
  readonly protocol: string;
  readonly address: string;
  /** keccak256 of the pools' creation code. */
  readonly code: string;
};

const UNISWAP_V2_CODE = '0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f';
const SUSHISWAP_CODE = '0xe18a34eb0e04b04f7a0ac29a6e80748dca96319b42c54d679cb821dca90c6303';
const PANCAKESWAP_CODE = '0x57224589c67f3f30a6b0d7a1b54cf3153ab84563bc609ef41dfb34f8b2974d2d';
const UNISWAP_V3_CODE = '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';

/** Pairs of the Uniswap V2 kind; salt = keccak256(token0 ++ token1). From the exchanges' documentation; all but the last met in recorded transactions. */
export const PAIR_FACTORIES: readonly PoolFactory[] = [
  { protocol: 'uniswap_v2', address: '0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f', code: UNISWAP_V2_CODE },
  { protocol: 'uniswap_v2', address: '0x0c3c1c532f1e39edf36be9fe0be1410313e074bf', code: UNISWAP_V2_CODE },
  { protocol: 'uniswap_v2', address: '0x9e5a52f57b3038f1b8eee45f28b3c1967e22799c', code: UNISWAP_V2_CODE },
  { protocol: 'uniswap_v2', address: '0xf1d7cc64fb4452f05c498126312ebe29f30fbcf9', code: UNISWAP_V2_CODE },
  { protocol: 'uniswap_v2', address: '0x8909dc15e40173ff4699343b6eb8132c65e18ec6', code: UNISWAP_V2_CODE },
  { protocol: 'quickswap', address: '0x5757371414417b8c6caad45baef941abc7d3ab32', code: UNISWAP_V2_CODE },
  { protocol: 'sushiswap', address: '0xc0aee478e3658e2610c5f7a4a2e1777ce9e4f2ac', code: SUSHISWAP_CODE },
  { protocol: 'sushiswap', address: '0xc35dadb65012ec5796536bd9864ed8773abc74c4', code: SUSHISWAP_CODE },
  { protocol: 'sushiswap', address: '0x71524b4f93c58fcbf659783284e38825f0622859', code: SUSHISWAP_CODE },
  { protocol: 'pancakeswap', address: '0x1097053fd2ea711dad45caccc45eff7548fcb362', code: PANCAKESWAP_CODE },
  {
    protocol: 'pancakeswap',
    address: '0xca143ce32fe78f1f7019d7d551a6402fc5350c73',
    code: '0x00fb7f630766e6a796048ea87d01acd3068e8ff67d078148a3fa3f4a84f69bd5',
  },
  { protocol: 'pancakeswap', address: '0x02a84c1b3bbd7401a5f7fa98a384ebc70bb5749e', code: PANCAKESWAP_CODE },
];

/** Pools of the Uniswap V3 kind; salt = keccak256(abi.encode(token0, token1, fee)), one of `POOL_FEES`. All but the last met in recorded transactions. */
export const POOL_FACTORIES: readonly PoolFactory[] = [
  { protocol: 'uniswap_v3', address: '0x1f98431c8ad98523631ae4a59f267346ea31f984', code: UNISWAP_V3_CODE },
  { protocol: 'uniswap_v3', address: '0x33128a8fc17869897dce68ed026d694621f6fdfd', code: UNISWAP_V3_CODE },
  { protocol: 'uniswap_v3', address: '0x70c62c8b8e801124a4aa81ce07b637a3e83cb919', code: UNISWAP_V3_CODE },
  {
    protocol: 'pancakeswap',
    address: '0x41ff9aa7e16b8b1a8a8dc4f0efacd93d02d071c9',
    code: '0x6ce8eb472fa82df5469c6ab6d485f17c3ad13c8cd7af59b3d4a8026c5ce0f7e2',
  },
  { protocol: 'uniswap_v3', address: '0xdb1d10011ad0ff90774d0c6bb92e5c5c8b4461f7', code: UNISWAP_V3_CODE },
];

/** In hundredths of a basis point. */
export const POOL_FEES: readonly number[] = [100, 200, 300, 400, 500, 2500, 3000, 10000];
