import type { EventLegs } from './event-legs.ts';

/**
 * Legs that no listed event tells: what the recording is called after, and how many movements to different receivers the record holds
 * (counted by hand in it, transfer by transfer). File and test are names of the recordings' own project, which decodes wallets' histories
 * and knows nothing of this one.
 */
export type NamedLegs = Pick<EventLegs, 'protocol' | 'side'> & {
  readonly file: string;
  readonly test: string;
  readonly legs: number;
  readonly why?: string;
};

const named = (
  protocol: string,
  side: NamedLegs['side'],
  file: string,
  tests: readonly string[],
  legs = 1,
  why?: string,
) => tests.map((test): NamedLegs => ({ protocol, side, file, test, legs, ...(why === undefined ? {} : { why }) }));

export const NAMED_LEGS: readonly NamedLegs[] = [
  ...named('scroll', 'source', 'scroll_bridge', [
    'test_deposit_eth_from_ethereum_to_scroll',
    'test_deposit_erc20_from_ethereum_to_scroll',
    'test_deposit_send_message_ethereum',
    'test_withdraw_erc20_from_scroll_to_ethereum',
    'test_withdraw_eth_from_scroll_to_ethereum',
  ]),
  ...named('scroll', 'destination', 'scroll_bridge', [
    'test_receive_erc20_on_ethereum',
    'test_receive_eth_on_ethereum',
  ]),
  ...named('zksync', 'source', 'zksync', ['test_zksync_lite_legacy_deposit']),
  ...named(
    'zksync',
    'destination',
    'zksync',
    ['test_zksync_lite_withdrawal'],
    7,
    'transfers out of the contract, before it emitted an event of each',
  ),
  ...named(
    'zksync',
    'destination',
    'zksync',
    ['test_zksync_lite_batched_withdrawal'],
    14,
    'transfers and internal payouts of the contract',
  ),
  ...named(
    'zksync',
    'destination',
    'zksync',
    ['test_zksync_lite_sunset_claim'],
    3,
    'what the claims contract of the sunset pays: ETH and two tokens',
  ),
  ...named('gnosis', 'source', 'xdai_bridge', ['test_bridge_dai_from_ethereum_nolog'], 1, 'a transfer to the bridge'),
  ...named(
    'polygon',
    'source',
    'polygon_pos_bridge',
    ['test_polygon_pos_bridge_l2_deposit'],
    1,
    'a burn on Polygon, whose event is of the token',
  ),
  ...named(
    'opstack',
    'destination',
    'superchain_bridge',
    ['test_receive_eth_on_base_via_portal_deposit'],
    1,
    'Base emits no log of it; its hash is what the deposit is searched by',
  ),
  // The bridge of DAI on Optimism: its events are listed, its address is listed on Ethereum only.
  ...named('opstack', 'source', 'superchain_bridge', ['test_deposit_dai_on_optimism']),
  ...named('opstack', 'destination', 'superchain_bridge', ['test_withdraw_dai_on_optimism']),
  ...named(
    'lifi',
    'destination',
    'lifi',
    ['test_lifi_bridge_receive'],
    1,
    'LI.FI pays out what a bridge brought before',
  ),
  ...named('socket', 'wrapper', 'socket', [
    'test_optimism_to_arb_bridge',
    'test_polygon_to_gnosis_bridge',
    'bridge_eth',
  ]),
  ...named('squid', 'wrapper', 'lifi', ['test_lifi_squid_bridge_native_asset']),
  ...named('crosscurve', 'source', 'crosscurve', ['test_crosscurve_bridge_send_arbitrum'], 1, 'no adapter'),
  ...named(
    'crosscurve',
    'destination',
    'crosscurve',
    ['test_crosscurve_bridge_receive', 'test_crosscurve_bridge_receive_via_curve'],
    1,
    'no adapter',
  ),
  ...named(
    'woofi',
    'destination',
    'woo_fi',
    ['test_bridge_withdrawal', 'test_bridge_withdrawal_and_swap'],
    1,
    'no adapter: WOOFi pays out what Stargate brought before',
  ),
  // Fixtures outside that project, each with what it expects of itself.
  ...named('relay', 'source', 'relay', ['base-deposit-usdc']),
  ...named('relay', 'destination', 'relay', ['robinhood-payout-funds-movement']),
  ...named('arbitrum', 'destination', 'arbitrum-sdk', ['deposit_child', 'retryable_redeem', 'withdraw_execution']),
  ...named('arbitrum', 'destination', 'arbitrum-sdk', ['retryable_ticket'], 1, 'its deposit is minted for its sender'),
  ...named('thorchain', 'source', 'thorchain-chain', ['btc-in-swap-to-eth-usdt', 'eth-deposit-v1-selector']),
  ...named('thorchain', 'destination', 'thorchain-chain', [
    'btc-out-from-bsc-swap',
    'btc-out-from-rune-swap',
    'eth-transferOut-eth',
    'eth-transferOutAndCall-longtail',
  ]),
  ...named('thorchain', 'refund', 'thorchain-chain', ['btc-refund-streaming', 'eth-refund']),
  ...named('chainflip', 'source', 'chainflip', ['btc-vault-swap-testnet']),
];

/** In files that are called after bridges, and no leg: what is done there moves nothing across. */
export const NO_LEGS: readonly { readonly file: string; readonly test: string; readonly why: string }[] = [
  { file: 'across', test: 'test_across_remove_liquidity_on_ethereum', why: 'liquidity' },
  { file: 'hop', test: 'test_hop_add_liquidity_optimism_usdc', why: 'liquidity' },
  { file: 'hop', test: 'test_hop_remove_liquidity_2', why: 'liquidity' },
  { file: 'hop', test: 'test_hop_stake_2', why: 'staking' },
  { file: 'hop', test: 'test_hop_unstake_gnosis', why: 'staking' },
  { file: 'hop', test: 'test_vote_cast', why: 'a vote' },
  {
    file: 'polygon_pos_bridge',
    test: 'test_polygon_pos_bridge_plasma_start_exit',
    why: 'announces an exit; pays nothing yet',
  },
  { file: 'superchain_bridge', test: 'test_prove_withdrawal', why: 'a proof; pays nothing yet' },
  { file: 'arbitrum_one', test: 'test_arbitrum_airdrop_claim', why: 'within one chain' },
  { file: 'arbitrum_one', test: 'test_vote_cast_2', why: 'a vote' },
  { file: 'optimism', test: 'test_optimism_airdrop_1_distribution', why: 'within one chain' },
];

/** The protocols of `verified-pairs.json`, as the registry calls them. */
export const PAIR_PROTOCOLS: Readonly<Record<string, string>> = {
  cctp_v1: 'cctp',
  'across_v2.5': 'across',
  relay: 'relay',
  hop_l2_l1: 'hop',
  arbitrum_eth_deposit: 'arbitrum',
  arbitrum_erc20_withdrawal: 'arbitrum',
  gnosis_xdai_nonce: 'gnosis',
};
