import { type JsonAnswer, type JsonServer, serveJson } from '../serve-json.ts';
import { midgardActions } from './midgard-answers.ts';
import type { Thorchain } from './network.ts';
import { asgardVaults, inboundAddresses, observedTx, txStatus } from './node-answers.ts';

const STATUS = '/thorchain/tx/status/';
const TX = '/thorchain/tx/';

/** Tells the state of the played network as Midgard (`/v2/actions?txid=`) and THORNode (`/thorchain/…`) would, on one port. */
export function serveThorchain(network: Thorchain): Promise<JsonServer> {
  return serveJson((url): JsonAnswer => {
    const { pathname } = url;
    if (pathname === '/v2/actions') {
      return { body: midgardActions(network, network.find(url.searchParams.get('txid') ?? '')) };
    }
    if (pathname === '/thorchain/inbound_addresses') return { body: inboundAddresses(network) };
    if (pathname === '/thorchain/vaults/asgard') return { body: asgardVaults(network) };
    if (pathname.startsWith(STATUS)) return { body: txStatus(inboundOf(network, pathname.slice(STATUS.length))) };
    if (pathname.startsWith(TX)) {
      const swap = inboundOf(network, pathname.slice(TX.length));
      return swap === undefined ? undefined : { body: observedTx(network, swap) };
    }
    return undefined;
  });
}

/** The node, unlike Midgard, knows a swap by its inbound only. */
function inboundOf(network: Thorchain, txid: string): ReturnType<Thorchain['find']> {
  const swap = network.find(txid);
  return swap?.inbound.hash.slice(2).toUpperCase() === txid.toUpperCase() ? swap : undefined;
}
