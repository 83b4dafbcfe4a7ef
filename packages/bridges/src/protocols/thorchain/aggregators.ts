import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { AGGREGATOR } from '../../thor/network.ts';

const SOURCE = 'thornode x/thorchain/aggregators/dex_mainnet_current.go (LZeroAnalytics mirror @a0d762ef6)';

/**
 * Contracts that the network lets swap before a deposit or after a payout. A deposit through one is the router's; it is only named in
 * the notes. Some are routers of wrappers that have an adapter of their own.
 */
export const AGGREGATORS: readonly ContractRow[] = contracts(AGGREGATOR, SOURCE, {
  1: [
    // TSAggregatorPancakeSwap Ethereum V2
    '0x35cf22003c90126528fbe95b21bb3adb2ca8c53d',
    // TSAggregatorGeneric
    '0xd31f7e39afecec4855fecc51b693f9a0cec49fd2',
    // RangoThorchainOutputAggUniV2
    '0x2a7813412b8da8d18ce56fe763b9eb264d8e28a8',
    // RangoThorchainOutputAggUniV3
    '0xbb8de86f3b041b3c084431dcf3159fe4827c5f0d',
    // TSAggregatorUniswapV2 - short notation
    '0x86904eb2b3c743400d03f929f2246efa80b91215',
    // TSAggregatorSushiswap - short notation
    '0xbf365e79aa44a2164da135100c57fdb6635ae870',
    // TSAggregatorUniswapV3 100 - short notation
    '0xbd68cbe6c247e2c3a0e36b8f0e24964914f26ee8',
    // TSAggregatorUniswapV3 500 - short notation
    '0xe4ddca21881bac219af7f217703db0475d2a9f02',
    // TSAggregatorUniswapV3 3000 - short notation
    '0x11733abf0cdb43298f7e949c930188451a9a9ef2',
    // TSAggregatorUniswapV3 10000 - short notation
    '0xb33874810e5395eb49d8bd7e912631db115d5a03',
    // XDEFIAggregatorEthGeneric
    '0x53e4dd4072a9a8ed56289e048f5bd5aa51c9bf6e',
    // XDEFIAggregatorEthUniswapV2
    '0xeee520b0da1f8a9e4a0480f92cc4c5f6c027ef1e',
    // XDEFIAggregatorUniswapV3 100 - short notation
    '0x88100e08e5287ba3445f95d448abff3113d82a4c',
    // XDEFIAggregatorUniswapV3 500 - short notation
    '0xc1faa12981160945903e0725888828e2d6a15821',
    // XDEFIAggregatorUniswapV3 3000 - short notation
    '0x7e019988299cd8038091d8d7fe38f7a1dd3f90f1',
    // XDEFIAggregatorUniswapV3 10000 - short notation
    '0x95b6b888a9fcc5bca4a3004df5e9498b63195f48',
    // TSAggregatorStargate Ethereum gen2 V1
    '0x1204b5bf0d6d48e718b1d9753a4166a7258b8432',
    // LayerZero Executor Ethereum
    '0xe93685f3bba03016f02bd1828badd6195988d950',
    // TSLedgerAdapter
    '0xb81c7c2d2d078205d7fa515ddb2dea3d896f4016',
    // SquidRouter MultiCall Ethereum
    '0x4fd39c9e151e50580779bd04b1f7ecc310079fd3',
    // TSAggregatorStargate Ethereum gen2 V2
    '0x48f68ff093b3b3a80d2fc97488ead97e16b86283',
    // TSAggregatorUniswapV2 Ethereum gen2 V2.5 - tax tokens
    '0x0fa226e8bcf45ec2f3c3163d2d7ba0d2aad2ebcf',
    // RangoDiamond Ethereum
    '0x69460570c93f9de5e2edbc3052bf10125f0ca22d',
    // RangoThorchainOutputAggUniV3_COMPACT_Fee500
    '0x70f75937546fb26c6fd3956ebbfb285f41526186',
    // RangoThorchainOutputAggUniV3_COMPACT_Fee3000
    '0xd1687354cba0e56facd0c44ed0f69d97f5734dc1',
    // RangoThorchainOutputAggUniV3_COMPACT_Fee10000
    '0xafa4cba6db85515f66e3ed7d6784e8cf5b689e2d',
    // RangoThorchainOutputAggUniV2_COMPACT_SUSHI
    '0x0964347b0019eb227c901220ce7d66bb01479220',
    // RangoThorchainOutputAggUniV2_COMPACT_UNI
    '0x6f281993ab68216f8898c593c4578c8a4a76f063',
    // OKXRouter - ETH
    '0xfc99f58a8974a4bc36e60e2d490bb8d72899ee9f',
    // SymbiosisProxy - ETH
    '0x5523985926aa12ba58dc5ad00ddca99678d7227e',
    // LiFi - ETH
    '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae',
    // LiFi Staging - ETH
    '0xbebcdb5093b47cd7add8211e4c77b6826af7bc5f',
    // TSWrapperLedger_V1
    '0x5e006856aa4ee2e0158a1fe2158df5b37378fb40',
    // TSWrapperTCRouterV4_V1
    '0x94b7f2145c328dab2ec56ab982cab95f00941ae7',
    // PlexusDiamond Ethereum
    '0x7e1b771bba8f017e0988f068c320b8852f4a3265',
    // Corn - Uniswap 3000
    '0x34ba1f1753818d935d185e1abc9162e561b05d91',
    // Corn - Uniswap 500
    '0x9e9b95b22ba7a1a875d3f93c2ec54c015c14aa9c',
    // Thorswap Eth Wrapper V1
    '0xdd40f17b848ce3a30b4f71652535e744f45fa5a3',
    // Thorswap <> Chainflip Aggregator Eth V1
    '0xd917c32cfa50b0fca692a208118afe4d1d06f1f1',
  ],
  56: [
    // TSAggregatorGeneric
    '0xb6fa6f1dcd686f4a573fd243a6fabb4ba36ba98c',
    // TSAggregatorPancakeV2 BinanceSmartChain
    '0x30912b38618d3d37de3191a4ffe982c65a9aec2e',
    // LayerZero Executor BinanceSmartChain
    '0xe93685f3bba03016f02bd1828badd6195988d950',
    // RangoDiamond BSC
    '0x69460570c93f9de5e2edbc3052bf10125f0ca22d',
    // RangoThorchainOutputAggUniV2_COMPACT_PANCAKE
    '0xd0d7a5374ed70d5cb9e9034871f1d89f79de07dd',
    // RangoThorchainOutputAggUniV3SwapRouter2_COMPACT_Fee500
    '0x5bcac8ac5f65623f8e151d676605ede52e0db532',
    // RangoThorchainOutputAggUniV3SwapRouter2_COMPACT_Fee3000
    '0x36c29dc30e6728bc5524806eea8897f6d8b9ede3',
    // RangoThorchainOutputAggUniV3SwapRouter2_COMPACT_Fee10000
    '0xd1127eb3bc10a00434ffad4fba534212f1ba1165',
    // OKXRouter - BSC
    '0xfc99f58a8974a4bc36e60e2d490bb8d72899ee9f',
    // LiFi - BSC
    '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae',
    // LiFi Staging - BSC
    '0xbebcdb5093b47cd7add8211e4c77b6826af7bc5f',
    // PlexusDiamond BinanceSmartChain
    '0x05b93f074549839c8079f37dc16d7d9a1c5e6aa5',
    // Thorswap Bsc Wrapper V1
    '0x25bdf9b9064f34ad943677d510ba5e2499f69e72',
  ],
  8453: [
    // SwapKit Base UniswapV3 - 500
    '0xd46ee26b56f28e8a4a83ed853c47b51935dc48ef',
    // SwapKit Base UniswapV3 - 3000
    '0x542f4ffb7ebbc194ccbfd72ea92199a7f77573d7',
    // SwapKit Base UniswapV3 - 10000
    '0x8772b3a6c87dc23bf6ab93c5f04e3f87da0e9606',
  ],
  43114: [
    // TSAggregatorWoofi Avalanche V2
    '0x5505be604dfa8a1ad402a71f8a357fba47f9bf5a',
    // PangolinAggregator
    '0x7a68c37d8afa3078f3ad51d98ea23fe57a8ae21a',
    // TSAggregatorPangolin
    '0x942c6da485fd6cef255853ef83a149d43a73f18a',
    // TSAggregatorTraderJoe
    '0x3b7dbdd635b99cea39d3d95dbd0217f05e55b212',
    // TSAggregatorAvaxGeneric
    '0x7c38b8b2eff28511ecc14a621e263857fb5771d3',
    // XDEFIAggregatorAvaxGeneric
    '0xd0269244a876f7bc600d1f38b03a9916864b73c6',
    // XDEFIAggregatorAvaxTraderJoe
    '0x4ab34123a077ae294a39844f3e8df418d2a3d8c4',
    // LayerZero Executor Avalanche
    '0xe93685f3bba03016f02bd1828badd6195988d950',
    // RangoDiamond Avax
    '0x69460570c93f9de5e2edbc3052bf10125f0ca22d',
    // RangoThorchainOutputAggUniV2_COMPACT_TRADERJOE
    '0x892fb7c2a23772f4a2ffc3dc82419147dc22021c',
    // RangoThorchainOutputAggUniV2_COMPACT_PANGOLIN
    '0xbd039a45e656221e28594d2761dded8f6712ae46',
    // OKXRouter - AVAX
    '0xf956d9fa19656d8e5219fd6fa8ba6cb198094138',
    // SymbiosisProxy - AVAX
    '0x292fc50e4eb66c3f6514b9e402dbc25961824d62',
    // LiFi - AVAX
    '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae',
    // LiFi Staging - AVAX
    '0xbebcdb5093b47cd7add8211e4c77b6826af7bc5f',
    // PlexusDiamond Avalanche
    '0x80ae06757c1e467425fd25bb85d8b51d977f50bf',
    // Thorswap Avax Wrapper V1
    '0xf02f7a22ed0e9a1469c81f2d8419508a5910b0af',
  ],
});
