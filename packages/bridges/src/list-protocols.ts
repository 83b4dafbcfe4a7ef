import { formatAddress, ZERO_ADDRESS } from '@fundtrail/core';
import type { ProtocolAdapter } from './adapter.ts';
import { PROTOCOLS } from './registry.ts';

/** A protocol of the registry, for people and programs. */
export type ListedProtocol = {
  readonly protocol: string;
  readonly title: string;
  readonly kind: string;
  /** How its two sides are joined, as a rule: K, D, A or H. */
  readonly class: string;
  /** CAIP-2; `evm`: every EVM chain. Of its contracts; sorted. */
  readonly chains: readonly string[];
  readonly contracts: readonly {
    readonly chain: string;
    readonly role: string;
    /** As it is written on its chain. */
    readonly address: string;
    readonly source: string;
    readonly as_of: string;
    readonly from: string | null;
    readonly until: string | null;
  }[];
  /** The newest date on which a row was last seen to be right. */
  readonly as_of: string | null;
  /** Names of its APIs, which are only asked where the installation allows it. */
  readonly apis: readonly string[];
  /** Recorded transactions that its tests read. */
  readonly fixtures: number;
  readonly usual_seconds: number;
  readonly p99_seconds: number;
};

/** Names of the protocols' APIs, each once, sorted. */
export function listApis(adapters: readonly ProtocolAdapter[] = PROTOCOLS): readonly string[] {
  const rules = adapters.flatMap(({ api, furtherApis = [] }) => [...(api === undefined ? [] : [api]), ...furtherApis]);
  return [...new Set(rules.map(({ name }) => name))].sort();
}

/** Every protocol, by name. */
export function listProtocols(adapters: readonly ProtocolAdapter[] = PROTOCOLS): readonly ListedProtocol[] {
  return adapters.map(listed).sort((a, b) => (a.protocol < b.protocol ? -1 : 1));
}

function listed(adapter: ProtocolAdapter): ListedProtocol {
  const contracts = adapter.contracts.map(({ chain, role, address, source, asOf, from, until }) => ({
    chain: chainText(chain),
    role,
    address: address.length === ZERO_ADDRESS.length ? formatAddress(address, 'eip155:1') : address,
    source,
    as_of: asOf,
    from: from ?? null,
    until: until ?? null,
  }));
  return {
    protocol: adapter.protocol,
    title: adapter.title,
    kind: adapter.kind,
    class: adapter.proof,
    chains: [...new Set(contracts.map(({ chain }) => chain))].sort(),
    contracts,
    as_of:
      contracts
        .map(({ as_of }) => as_of)
        .sort()
        .at(-1) ?? null,
    apis: listApis([adapter]),
    fixtures: adapter.fixtures?.length ?? 0,
    usual_seconds: adapter.delays.usualSeconds,
    p99_seconds: adapter.delays.p99Seconds,
  };
}

function chainText(chain: number | 'evm'): string {
  return chain === 'evm' ? chain : `eip155:${chain}`;
}
