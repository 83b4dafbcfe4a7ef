import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules, ProtocolAdapter, Search } from '../../adapter.ts';
import { textWithin } from '../../decode/answer.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { chainOf } from './chains.ts';
import { CONTRACTS } from './contracts.ts';
import { DEPOSITS, SCHEMA_2_0 } from './deposits.ts';
import { FILLS, UPDATED } from './fills.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Across: a deposit into a SpokePool is filled by a relayer on the destination chain, and the relayer is repaid later from pools.
 * Key `<origin chain>:<deposit>` on both sides. What is not filled in time is refunded in batches that name no deposit.
 * Source: across-protocol/contracts; the four schemas of its events as in DefiLlama/bridges-server and real receipts.
 */
export const ACROSS: ProtocolAdapter = {
  protocol: 'across',
  title: 'Across',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: DEPOSITS,
  destination: FILLS,
  search,
  match,
  api: api(),
  fixtures: FIXTURES,
  // Relayers fill within seconds; a slow fill waits for a root bundle of some hours.
  delays: { usualSeconds: 60, p99Seconds: 4 * 3600 },
};

/** Deposits and fills of v2.5 and v3 alike have the other chain and the deposit as their first two topics. */
function search(leg: BridgeLeg): readonly Search[] {
  const [, deposit] = leg.key?.split(':') ?? [];
  const isSource = leg.side === 'source';
  const other = isSource ? leg.toChain : leg.fromChain;
  if (deposit === undefined || other === undefined) return [];
  const pools = CONTRACTS.filter(({ role, chain }) => role === 'SpokePool' && other === `eip155:${chain}`);
  const number = numberIn(isSource ? leg.chain : (leg.toChain ?? ''));
  const byKey: Search = {
    by: 'logs',
    chain: other,
    addresses: pools.map(({ address }) => address),
    topics: [null, topicOf(number), topicOf(BigInt(deposit))],
  };
  const byReceiver: readonly Search[] =
    isSource && leg.toAccount !== undefined ? [{ by: 'account', chain: other, address: leg.toAccount }] : [];
  return [...(pools.length === 0 || leg.notes.includes(SCHEMA_2_0) ? [] : [byKey]), ...byReceiver];
}

/** Anybody may fill what was never deposited, at their own cost: the parts that both sides name must agree. */
function match(source: BridgeLeg, destination: BridgeLeg): string | undefined {
  if (source.toChain !== destination.chain) return `the deposit is meant for ${source.toChain}`;
  if (source.fromAccount !== destination.fromAccount) return 'the fill names another depositor';
  if (source.minOut !== destination.minOut) return 'the fill names another amount than the deposit';
  const updated = destination.notes.includes(UPDATED);
  if (!updated && source.toAccount !== destination.toAccount) return 'the fill pays another recipient';
  return undefined;
}

function api(): ApiRules {
  return {
    name: 'across',
    baseUrl: 'https://app.across.to/api',
    path: (leg) => {
      const [origin, deposit] = leg.key?.split(':') ?? [];
      if (leg.side !== 'source' || origin === undefined || deposit === undefined) return undefined;
      return `/deposit/status?originChainId=${origin}&depositId=${deposit}`;
    },
    read: (answer, leg) => readStatus(answer, leg),
  };
}

const HASH = /^0x[0-9a-f]{64}$/i;
const DIGITS = /^\d+$/;

function readStatus(answer: unknown, leg: BridgeLeg): ApiAnswer {
  const told = answer as { readonly [field: string]: unknown } | null;
  const status = told?.status;
  if (typeof status !== 'string') throw new SourceError('malformed', 'across', 'the answer has no status');
  if (status === 'filled') {
    const tx = told?.fillTxnRef ?? told?.fillTx;
    if (typeof tx !== 'string') throw new SourceError('malformed', 'across', 'a filled deposit has no fill');
    const number = textWithin(answer, 'destinationChainId');
    if (number !== undefined && !DIGITS.test(number)) {
      throw new SourceError('malformed', 'across', `${number} is no number of a chain`);
    }
    const chain = number === undefined ? leg.toChain : chainOf(BigInt(number));
    if (chain === undefined) throw new SourceError('malformed', 'across', 'the fill has no chain');
    const hash = HASH.test(tx) ? tx.toLowerCase() : tx;
    const finding: ApiFinding = {
      side: 'destination',
      chain,
      tx: hash,
      account: undefined,
      asset: undefined,
      amount: undefined,
    };
    return { state: 'found', findings: [finding], notes: [] };
  }
  if (status === 'refunded') {
    return { state: 'unknown', findings: [], notes: ['the deposit was refunded'] };
  }
  const open = status === 'pending' || status === 'expired';
  return { state: open ? 'pending' : 'unknown', findings: [], notes: open ? [] : [`status ${status}`] };
}

function numberIn(chain: string): number {
  return Number(chain.slice('eip155:'.length));
}
