import { type BridgeLeg, type BridgeSide, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../adapter.ts';
import { findingOf, listWithin, textWithin, within } from '../decode/answer.ts';
import { NO_HASH, readTransfer } from './actions.ts';
import { findingsOf, once } from './findings.ts';
import type { ThorNetwork } from './network.ts';
import { parseMemo } from './parse-memo.ts';

/** A node of the network: what it plans and has seen to be paid for a transaction. */
export function node(network: ThorNetwork): ApiRules {
  const { name, baseUrl, nodePath } = network.node;
  return {
    name,
    baseUrl,
    path: ({ side, key }) =>
      side !== 'source' || key === undefined ? undefined : `${nodePath}/tx/status/${key.toUpperCase()}`,
    read: (answer, leg) => {
      if (within(answer, 'observed_tx') !== undefined) return readObserved(answer, leg, network);
      if (within(answer, 'stages') !== undefined) return readStatus(answer, network);
      throw new SourceError('malformed', name, 'the answer has neither stages nor an observed transaction');
    },
  };
}

/** `/tx/status/{hash}`. */
function readStatus(answer: unknown, network: ThorNetwork): ApiAnswer {
  const outs = listWithin(answer, 'out_txs');
  const findings = once(
    outs.flatMap((out) => {
      const memo = parseMemo(textWithin(out, 'memo') ?? '', network);
      const side: BridgeSide = memo.kind === 'refund' ? 'refund' : 'destination';
      return findingsOf([readTransfer(out)], network, () => side);
    }),
  );
  const planned = listWithin(answer, 'planned_out_txs').length;
  const signed = within(answer, 'stages', 'outbound_signed', 'completed');
  const notes = planned > outs.length ? [`${planned} payments are planned, ${outs.length} were seen`] : [];
  if (signed === false || planned > outs.length) return { state: 'pending', findings, notes };
  if (findings.length > 0) return { state: 'found', findings, notes };
  return { state: outs.length > 0 ? 'unknown' : 'pending', findings, notes };
}

/** `/tx/{hash}`: hashes of what was paid, but not where; the memo says it, unless it was refunded. */
function readObserved(answer: unknown, leg: BridgeLeg, network: ThorNetwork): ApiAnswer {
  const hashes = listWithin(answer, 'observed_tx', 'out_hashes').filter((hash) => typeof hash === 'string');
  const done = textWithin(answer, 'observed_tx', 'status') === 'done';
  const outside = hashes.filter((hash) => !NO_HASH.test(hash));
  const chain = chainOf(answer, leg, network);
  const findings = outside.flatMap((hash): ApiFinding[] => {
    if (chain === undefined) return [];
    const lower = hash.toLowerCase();
    return [findingOf('destination', chain, chain.startsWith('eip155:') ? `0x${lower}` : lower)];
  });
  const inside = outside.length < hashes.length ? [`paid inside ${network.title}`] : [];
  if (findings.length > 0) return { state: 'found', findings, notes: inside };
  return { state: done ? 'unknown' : 'pending', findings, notes: inside };
}

function chainOf(answer: unknown, leg: BridgeLeg, network: ThorNetwork): string | undefined {
  const memo = parseMemo(textWithin(answer, 'observed_tx', 'tx', 'memo') ?? '', network);
  return memo.kind === 'swap' ? memo.asset.chain : leg.toChain;
}
