/**
 * What a protocol's contracts emit when value is converted through them. `signature` gives topic0; where other protocols declare
 * the same signature with other indexed arguments, `topics` (topic0 counted) tells them apart.
 */
export type ProtocolEvent = { readonly protocol: string; readonly signature: string; readonly topics?: number };

const CURVE_COINS = ['2', '3', '4', '5', '6', ''] as const;

/**
 * From the protocols' published contracts; each was met in recorded mainnet transactions, or differs from one that was only in the
 * number of coins. Stand of 2026-11. Uniswap V2 and V3 and the exchanges forked from them emit the same events: see `pools.ts`.
 */
export const PROTOCOL_EVENTS: readonly ProtocolEvent[] = [
  { protocol: 'uniswap_v4', signature: 'Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)' },
  { protocol: 'uniswap_v4', signature: 'ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)' },
  { protocol: 'uniswapx', signature: 'Fill(bytes32,address,address,uint256)', topics: 4 },
  { protocol: 'curve', signature: 'TokenExchange(address,int128,uint256,int128,uint256)' },
  { protocol: 'curve', signature: 'TokenExchange(address,uint256,uint256,uint256,uint256)' },
  { protocol: 'curve', signature: 'TokenExchange(address,uint256,uint256,uint256,uint256,uint256,uint256)' },
  { protocol: 'curve', signature: 'TokenExchangeUnderlying(address,int128,uint256,int128,uint256)' },
  { protocol: 'curve', signature: 'RemoveLiquidityOne(address,uint256,uint256)' },
  { protocol: 'curve', signature: 'RemoveLiquidityOne(address,uint256,uint256,uint256)' },
  { protocol: 'curve', signature: 'RemoveLiquidityOne(address,int128,uint256,uint256,uint256)' },
  { protocol: 'curve', signature: 'RemoveLiquidityOne(address,uint256,uint256,uint256,uint256,uint256)' },
  { protocol: 'curve', signature: 'Exchange(address,address,address[11],uint256[5][5],address[5],uint256,uint256)' },
  ...CURVE_COINS.flatMap((coins): readonly ProtocolEvent[] =>
    [
      `AddLiquidity(address,uint256[${coins}],uint256[${coins}],uint256,uint256)`,
      `AddLiquidity(address,uint256[${coins}],uint256,uint256)`,
      `AddLiquidity(address,uint256[${coins}],uint256,uint256,uint256)`,
      `RemoveLiquidity(address,uint256[${coins}],uint256[${coins}],uint256)`,
      `RemoveLiquidity(address,uint256[${coins}],uint256)`,
      `RemoveLiquidityImbalance(address,uint256[${coins}],uint256[${coins}],uint256,uint256)`,
    ].map((signature) => ({ protocol: 'curve', signature })),
  ),
  { protocol: 'balancer', signature: 'LOG_SWAP(address,address,address,uint256,uint256)' },
  { protocol: 'balancer', signature: 'LOG_JOIN(address,address,uint256)' },
  { protocol: 'balancer', signature: 'LOG_EXIT(address,address,uint256)' },
  { protocol: 'balancer', signature: 'Swap(bytes32,address,address,uint256,uint256)' },
  { protocol: 'balancer', signature: 'PoolBalanceChanged(bytes32,address,address[],int256[],uint256[])' },
  { protocol: 'balancer', signature: 'Swap(address,address,address,uint256,uint256,uint256,uint256)', topics: 4 },
  { protocol: 'balancer', signature: 'LiquidityAdded(address,address,uint8,uint256,uint256[],uint256[])' },
  { protocol: 'balancer', signature: 'LiquidityRemoved(address,address,uint8,uint256,uint256[],uint256[])' },
  { protocol: 'cow', signature: 'Trade(address,address,address,uint256,uint256,uint256,bytes)' },
  { protocol: 'cow', signature: 'Settlement(address)' },
  { protocol: '1inch', signature: 'OrderFilled(bytes32,uint256)' },
  { protocol: '1inch', signature: 'OrderFilled(address,bytes32,uint256)' },
  { protocol: '1inch', signature: 'OrderFilledRFQ(bytes32,uint256)' },
  { protocol: '0x', signature: 'TransformedERC20(address,address,address,uint256,uint256)' },
  { protocol: '0x', signature: 'BridgeFill(bytes32,address,address,uint256,uint256)' },
  {
    protocol: '0x',
    signature: 'RfqOrderFilled(bytes32,address,address,address,address,uint128,uint128,bytes32)',
  },
  {
    protocol: '0x',
    signature:
      'LimitOrderFilled(bytes32,address,address,address,address,address,uint128,uint128,uint128,uint256,bytes32)',
  },
  { protocol: '0x', signature: 'OtcOrderFilled(bytes32,address,address,address,address,uint128,uint128)' },
  { protocol: '0x', signature: 'MetaTransactionExecuted(bytes32,bytes4,address,address)' },
  {
    protocol: 'paraswap',
    signature: 'SwappedV3(bytes16,address,uint256,address,address,address,address,uint256,uint256,uint256)',
  },
  {
    protocol: 'paraswap',
    signature: 'BoughtV3(bytes16,address,uint256,address,address,address,address,uint256,uint256,uint256)',
  },
  {
    protocol: 'paraswap',
    signature: 'SwappedDirect(bytes16,address,uint256,address,uint8,address,address,address,uint256,uint256,uint256)',
  },
  { protocol: 'odos', signature: 'Swap(address,uint256,address,uint256,address,int256,uint32)' },
  { protocol: 'odos', signature: 'SwapMulti(address,uint256[],address[],uint256[],address[],uint32)' },
  { protocol: 'kyber', signature: 'ExecuteTrade(address,address,address,address,uint256,uint256,address,uint256)' },
  { protocol: 'sushiswap', signature: 'Route(address,address,address,address,uint256,uint256,uint256)' },
  { protocol: 'hop', signature: 'TokenSwap(address,uint256,uint256,uint128,uint128)' },
  {
    protocol: 'woofi',
    signature: 'WooSwap(address,address,uint256,uint256,address,address,address,uint256,uint256)',
  },
  {
    protocol: 'woofi',
    signature: 'WooRouterSwap(uint8,address,address,uint256,uint256,address,address,address)',
  },
  { protocol: 'clipper', signature: 'Swapped(address,address,address,uint256,uint256,bytes)' },
  {
    protocol: 'lfj',
    signature: 'Swap(address,address,uint24,bytes32,bytes32,uint24,bytes32,bytes32)',
  },
  {
    protocol: 'lifi',
    signature: 'LiFiGenericSwapCompleted(bytes32,string,string,address,address,address,uint256,uint256)',
  },
  { protocol: 'lifi', signature: 'AssetSwapped(bytes32,address,address,address,uint256,uint256,uint256)' },
  { protocol: 'uniswap_v1', signature: 'TokenPurchase(address,uint256,uint256)', topics: 4 },
  { protocol: 'uniswap_v1', signature: 'EthPurchase(address,uint256,uint256)', topics: 4 },
  { protocol: 'aave', signature: 'Deposit(address,address,address,uint256,uint16)' },
  { protocol: 'aave', signature: 'Supply(address,address,address,uint256,uint16)' },
  { protocol: 'aave', signature: 'Withdraw(address,address,address,uint256)', topics: 4 },
  { protocol: 'aave', signature: 'Borrow(address,address,address,uint256,uint256,uint256,uint16)' },
  { protocol: 'aave', signature: 'Borrow(address,address,address,uint256,uint8,uint256,uint16)' },
  { protocol: 'aave', signature: 'Repay(address,address,address,uint256)', topics: 4 },
  { protocol: 'aave', signature: 'Repay(address,address,address,uint256,bool)' },
  { protocol: 'compound', signature: 'Mint(address,uint256,uint256)', topics: 1 },
  { protocol: 'compound', signature: 'Redeem(address,uint256,uint256)', topics: 1 },
  { protocol: 'compound', signature: 'SupplyCollateral(address,address,address,uint256)' },
  { protocol: 'compound', signature: 'WithdrawCollateral(address,address,address,uint256)' },
  { protocol: 'morpho', signature: 'Supply(bytes32,address,address,uint256,uint256)' },
  { protocol: 'morpho', signature: 'Withdraw(bytes32,address,address,address,uint256,uint256)' },
  { protocol: 'erc4626', signature: 'Deposit(address,address,uint256,uint256)', topics: 3 },
  { protocol: 'erc4626', signature: 'Withdraw(address,address,address,uint256,uint256)', topics: 4 },
  { protocol: 'lido', signature: 'Submitted(address,uint256,address)' },
];
