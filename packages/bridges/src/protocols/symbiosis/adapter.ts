import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { DESTINATION, RELEASED, SOURCE, SYNTHESIZED } from './rules.ts';

/**
 * Symbiosis: a portal locks what a synthesis mints, often on a chain in between, where another movement starts. Key: the id of the request,
 * which the other side has as its cross-chain id. Source: symbiosis js-sdk, DefiLlama's adapter.
 */
export const SYMBIOSIS: ProtocolAdapter = {
  protocol: 'symbiosis',
  title: 'Symbiosis',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search,
  delays: { usualSeconds: 3 * 60, p99Seconds: 24 * 3600 },
};

const COMPLETIONS = new Interface([SYNTHESIZED, RELEASED]);

function search(leg: BridgeLeg): readonly Search[] {
  const [kind, id] = leg.key?.split(':') ?? [];
  if (leg.side !== 'source' || id === undefined) return [];
  const topic = (name: string): string | null => COMPLETIONS.getEvent(name)?.topicHash ?? null;
  const byId =
    kind === 'burn'
      ? logsOf(CONTRACTS, ['Portal'], leg.toChain, [topic('BurnCompleted'), null, id])
      : logsOf(CONTRACTS, ['Synthesis'], leg.toChain, [topic('SynthesizeCompleted'), null, null, id]);
  return [...byId, ...receiverOf(leg)];
}
