import type { Fixture, ProtocolAdapter } from '../adapter.ts';
import { coins } from './coins.ts';
import { deposits } from './deposits.ts';
import { match } from './match.ts';
import { midgard } from './midgard.ts';
import { namedVault } from './named-vault.ts';
import type { ThorNetwork } from './network.ts';
import { node } from './node.ts';
import { payouts } from './payouts.ts';
import { search } from './search.ts';
import { settleFailures } from './settle-failures.ts';
import { vaultRules } from './vaults.ts';

/**
 * The adapter of a network of THORChain's design. What comes in by a transaction is paid for by one or more, on any chain, whose memos
 * name its hash: the key, 64 lower-case hex digits.
 * Source: thornode and mayanode (memos, bifrost), router contracts V1 to V6.1.
 */
export function thorAdapter(network: ThorNetwork, fixtures: readonly Fixture[] = []): ProtocolAdapter {
  return {
    protocol: network.protocol,
    title: network.title,
    kind: 'bridge',
    proof: 'K',
    contracts: network.contracts,
    source: deposits(network),
    // Reads both ways of coins: which it is, the memo says.
    destination: [...payouts(network), coins(network)],
    assemble: settleFailures,
    search: (leg) => search(leg, network),
    match: (source, destination) => match(source, destination, network),
    api: midgard(network),
    furtherApis: [node(network)],
    accountRules: vaultRules(network),
    learns: (leg) => namedVault(leg, network),
    // 6 to 26 blocks of 6 seconds; 99 of 100 within 1,000 (xhyumiracle/thorchain-crosschain-data). Streaming lasts up to a day.
    fixtures,
    delays: { usualSeconds: 160, p99Seconds: 6_000 },
  };
}
