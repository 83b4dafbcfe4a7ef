import { type ThorCoin, type Thorchain, type ThorInbound, type ThorSwap, type ThorVault, thorHash } from './network.ts';

/** Made: the story's vaults have no keys that are shared. */
const PUB_KEY = 'thorpub1addwnpepqplayedplayedplayedplayedplayedplayedplayedplayedplayed';
const DUST = '10000';
/** Unix seconds. */
const VAULTS_SINCE = 1_740_000_000;

/**
 * An answer of THORNode's `/thorchain/tx/status/{hash}`. Form: `QueryTxStatus` in thornode x/thorchain/types and its OpenAPI; nothing that is
 * empty is told.
 */
export function txStatus(swap: ThorSwap | undefined): unknown {
  if (swap === undefined) {
    return { stages: { inbound_observed: { started: false, final_count: 0, completed: false } } };
  }
  const { inbound, outbounds } = swap;
  const paid = outbounds.flatMap(({ paid: done, ...out }) => (done === undefined ? [] : [{ ...out, ...done }]));
  const isSwapped = outbounds.length > 0;
  const isSigned = isSwapped && paid.length === outbounds.length;
  const planned = outbounds.map(({ chain, to, coin, refund }) => ({
    chain,
    to_address: to,
    coin: coinOf(coin),
    refund,
  }));
  const out = paid.map(({ hash, chain, from, to, coin, gas, refund }) => ({
    id: thorHash(hash),
    chain,
    from_address: from,
    to_address: to,
    coins: [coinOf(coin)],
    gas: [coinOf(gas)],
    memo: `${refund ? 'REFUND' : 'OUT'}:${thorHash(inbound.hash)}`,
  }));
  return {
    tx: txOf(inbound),
    ...(planned.length === 0 ? {} : { planned_out_txs: planned }),
    ...(out.length === 0 ? {} : { out_txs: out }),
    stages: {
      inbound_observed: { started: true, pre_confirmation_count: 80, final_count: 80, completed: true },
      inbound_confirmation_counted: { remaining_confirmation_seconds: 0, completed: true },
      inbound_finalised: { completed: true },
      swap_status: { pending: !isSwapped },
      swap_finalised: { completed: isSwapped },
      ...(isSwapped
        ? { outbound_delay: { completed: true }, outbound_signed: { blocks_since_scheduled: 0, completed: isSigned } }
        : {}),
    },
  };
}

/** An answer of THORNode's `/thorchain/tx/{hash}`, in the recorded form. */
export function observedTx(network: Thorchain, { inbound, outbounds }: ThorSwap): unknown {
  const paid = outbounds.flatMap(({ paid: done }) => (done === undefined ? [] : [thorHash(done.hash)]));
  const isDone = outbounds.length > 0 && paid.length === outbounds.length;
  const height = network.heightAt(inbound.time);
  return {
    observed_tx: {
      tx: txOf(inbound),
      status: isDone ? 'done' : 'incomplete',
      out_hashes: paid,
      block_height: height,
      signers: [],
      observed_pub_key: PUB_KEY,
      finalise_height: height,
    },
    keysign_metric: { tx_id: thorHash(inbound.hash), node_tss_times: null },
  };
}

/** An answer of THORNode's `/thorchain/inbound_addresses`, in the recorded form. */
export function inboundAddresses(network: Thorchain): unknown {
  return network.vaults.map(({ chain, address, router }) => ({
    chain,
    pub_key: PUB_KEY,
    address,
    ...(router === undefined ? {} : { router }),
    halted: false,
    global_trading_paused: false,
    chain_trading_paused: false,
    chain_lp_actions_paused: false,
    gas_rate: '20',
    gas_rate_units: router === undefined ? 'satsperbyte' : 'gwei',
    outbound_tx_size: '1000',
    outbound_fee: '14000',
    dust_threshold: router === undefined ? DUST : '0',
  }));
}

/** An answer of THORNode's `/thorchain/vaults/asgard`. Form: `Vault` of its OpenAPI; none is recorded. */
export function asgardVaults(network: Thorchain): unknown {
  const withRouter = network.vaults.filter(hasRouter);
  return [
    {
      block_height: network.heightAt(VAULTS_SINCE),
      pub_key: PUB_KEY,
      coins: [],
      type: 'AsgardVault',
      status: 'ActiveVault',
      status_since: network.heightAt(VAULTS_SINCE),
      membership: [PUB_KEY],
      chains: network.vaults.map(({ chain }) => chain),
      inbound_tx_count: 0,
      outbound_tx_count: 0,
      pending_tx_block_heights: [],
      routers: withRouter.map(({ chain, router }) => ({ chain, router })),
      addresses: network.vaults.map(({ chain, address }) => ({ chain, address })),
    },
  ];
}

function hasRouter(vault: ThorVault): boolean {
  return vault.router !== undefined;
}

function txOf({ hash, chain, from, to, coin, gas, memo }: ThorInbound): unknown {
  const coins = { coins: [coinOf(coin)], gas: [coinOf(gas)] };
  return { id: thorHash(hash), chain, from_address: from, to_address: to, ...coins, memo };
}

function coinOf({ asset, amount }: ThorCoin): { readonly asset: string; readonly amount: string } {
  return { asset, amount: String(amount) };
}
