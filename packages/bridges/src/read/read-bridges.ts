import {
  type Address,
  type BridgeLeg,
  isUtxo,
  type Leg,
  type LogFact,
  type TransactionFact,
  UNTOLD,
} from '@fundtrail/core';
import { concat, type Interface, Result } from 'ethers';
import type { Draft, DraftLeg, ProtocolAdapter, Read } from '../adapter.ts';
import { type Args, argsOf } from '../decode/args.ts';
import { dataOf } from '../decode/op-return.ts';
import { isWhole, repairText } from '../decode/repair-text.ts';
import { type Contexts, createContexts } from './context-of.ts';
import type { LogContext } from './contexts.ts';
import { isInUse } from './in-use.ts';
import type { ReadyLogRule, RuleIndex, Station } from './rule-index.ts';
import { type OwnedLeg, type OwnedNote, unwrap } from './wrappers.ts';

/** Drafts of one transaction by protocol, in the order in which they were read. */
type Drafts = Map<ProtocolAdapter, Draft[]>;

type Reading = {
  readonly index: RuleIndex;
  readonly fact: TransactionFact;
  readonly drafts: Drafts;
  readonly contextFor: Contexts;
};

/**
 * What a transaction is to cross-chain movements: the legs that all protocols see in it, in one pass over its logs, its call and
 * its movements. Pure: the same fact gives the same legs. A transaction that failed has none. What is emitted by or paid to none of the
 * protocols' accounts is none of theirs, whatever it looks like.
 */
export function readBridges(index: RuleIndex, fact: TransactionFact): readonly BridgeLeg[] {
  if (!fact.success) return [];
  const reading: Reading = { index, fact, drafts: new Map(), contextFor: createContexts(index, fact) };
  if (isUtxo(fact.chain)) readUtxo(reading);
  else readAccountChain(reading);
  return reading.drafts.size === 0 ? [] : finish(reading);
}

function readAccountChain(reading: Reading): void {
  const { legs, receipt } = reading.fact;
  for (const log of receipt?.logs ?? []) readLog(reading, log);
  if (receipt?.input !== undefined && receipt.input.length > 2) readCall(reading, receipt.to, receipt.input);
  for (const leg of legs) {
    if (leg.kind === 'fee' || leg.amount === 0n) continue;
    readPayment(reading, leg, 'to', leg.to);
    readPayment(reading, leg, 'from', leg.from);
  }
}

function readLog({ index, fact, drafts, contextFor }: Reading, log: LogFact): void {
  const topic0 = log.topics[0];
  if (topic0 === undefined) return;
  const rules = index.logRules(topic0);
  if (rules.length === 0) return;
  const stations = index.stationsAt(fact.chain, log.address);
  for (const ready of rules) {
    if (ready.topics !== log.topics.length) continue;
    const role = roleFor(ready, stations, fact.time);
    if (role === undefined) continue;
    const args = ready.words?.read(log.topics, log.data) ?? decodeLog(ready, log);
    if (args === undefined) {
      add(drafts, ready.adapter, undecodable(ready, log));
      continue;
    }
    const at: LogContext = { ...contextFor(ready.adapter), log, role };
    add(drafts, ready.adapter, withEvidence(ready.rule.read(args, at), `log:${log.index}`));
  }
}

function roleFor(ready: ReadyLogRule, stations: readonly Station[], time: number): string | undefined {
  for (const { adapter, row } of stations) {
    if (adapter !== ready.adapter || !isInUse(row, time)) continue;
    if (ready.roles === undefined || ready.roles.has(row.role)) return row.role;
  }
  return ready.roles === undefined ? 'any' : undefined;
}

function decodeLog(ready: ReadyLogRule, log: LogFact): Args | undefined {
  try {
    const decoded = ready.abi.decodeEventLog(ready.event, log.data, [...log.topics]);
    if (isWhole(decoded)) return argsOf(decoded);
    const inData = ready.event.inputs.filter(({ indexed }) => indexed !== true);
    return argsOf(ready.abi.decodeEventLog(ready.event, repairText(inData, log.data), [...log.topics]));
  } catch {
    return undefined;
  }
}

function undecodable(ready: ReadyLogRule, log: LogFact): readonly Draft[] {
  // Of an event that anybody may emit, what cannot be decoded is somebody else's.
  if (ready.roles === undefined) return [];
  const side = ready.adapter.source.includes(ready.rule) ? 'source' : 'destination';
  const fault = `${ready.event.name} cannot be decoded`;
  return [{ kind: 'leg', side, evidence: `log:${log.index}`, fault }];
}

function readCall({ index, fact, drafts, contextFor }: Reading, to: Address, input: string): void {
  for (const { adapter, row } of stationsInUse(index, fact, to)) {
    for (const { rule, abi, selector } of index.callRules(adapter)) {
      if (!rule.of.includes(row.role) || (selector !== undefined && !input.startsWith(selector))) continue;
      const at = { ...contextFor(adapter), role: row.role };
      if (abi === undefined) {
        add(drafts, adapter, withEvidence(rule.read(NO_ARGS, at), 'input'));
        continue;
      }
      const decoded = decodeCall(abi, input);
      if (decoded === undefined) {
        const side = adapter.source.includes(rule) ? 'source' : 'destination';
        add(drafts, adapter, [{ kind: 'leg', side, evidence: 'input', fault: 'the call data cannot be decoded' }]);
      } else add(drafts, adapter, withEvidence(rule.read(argsOf(decoded), at), 'input'));
    }
  }
}

const NO_ARGS = argsOf(Result.fromItems([]));

function decodeCall(abi: Interface, input: string): Result | undefined {
  try {
    const call = abi.parseTransaction({ data: input });
    if (call === null || isWhole(call.args)) return call?.args;
    const data = concat([call.selector, repairText(call.fragment.inputs, `0x${input.slice(call.selector.length)}`)]);
    return abi.parseTransaction({ data })?.args;
  } catch {
    return undefined;
  }
}

/** What an account is at the time, each role in a protocol once: what was learned may stand in the protocol's rows as well. */
function stationsInUse(index: RuleIndex, fact: TransactionFact, address: Address): readonly Station[] {
  const all = index.stationsAt(fact.chain, address);
  if (all.length === 0) return all;
  const used = all.filter(({ row }) => isInUse(row, fact.time));
  return used.filter(
    (one, at) => used.findIndex(({ adapter, row }) => adapter === one.adapter && row.role === one.row.role) === at,
  );
}

function readPayment(
  { index, fact, drafts, contextFor }: Reading,
  leg: Leg,
  side: 'from' | 'to',
  address: Address,
): void {
  for (const { adapter, row } of stationsInUse(index, fact, address)) {
    for (const rule of index.paymentRules(adapter)) {
      if (rule.side !== side || !rule.of.includes(row.role)) continue;
      const at = { ...contextFor(adapter), leg, role: row.role };
      add(drafts, adapter, withEvidence(rule.read(at), `leg:${leg.id}`));
    }
  }
}

function readUtxo({ index, fact, drafts, contextFor }: Reading): void {
  const inputs = fact.legs.filter((leg) => leg.kind === 'input');
  const outputs = fact.legs.filter((leg) => leg.kind === 'output');
  const data = dataOf(outputs);
  for (const { adapter, rule } of index.utxoRules) {
    const at = { ...contextFor(adapter), inputs, outputs, data };
    add(drafts, adapter, withEvidence(rule.read(at), data.outputs > 0 ? `out:${data.place}` : 'outputs'));
  }
}

function withEvidence(read: Read, evidence: string): readonly Draft[] {
  if (read === undefined) return [];
  const drafts: readonly Draft[] = Array.isArray(read) ? read : [read as Draft];
  return drafts.map((draft) => (draft.evidence === undefined ? { ...draft, evidence } : draft));
}

function add(drafts: Drafts, adapter: ProtocolAdapter, more: readonly Draft[]): void {
  if (more.length === 0) return;
  const own = drafts.get(adapter);
  if (own === undefined) drafts.set(adapter, [...more]);
  else own.push(...more);
}

function finish({ index, fact, drafts, contextFor }: Reading): readonly BridgeLeg[] {
  const legs: OwnedLeg[] = [];
  const wrappers: OwnedNote[] = [];
  for (const [adapter, own] of drafts) {
    const assembled = adapter.assemble?.(own, contextFor(adapter)) ?? own;
    for (const draft of assembled) {
      if (draft.kind === 'leg') legs.push({ adapter, draft });
      else wrappers.push({ adapter, note: draft });
    }
  }
  const via = namesOf(index, fact, wrappers);
  const unwrapped = unwrap(index, legs, wrappers, contextFor);
  return unwrapped.map(({ adapter, draft }, place) => legOf(fact, adapter, draft, place, via));
}

/** Outermost first: the one that was called, then who told last, since wrappers tell when what they call is done. */
function namesOf(index: RuleIndex, fact: TransactionFact, wrappers: readonly OwnedNote[]): readonly string[] {
  const names = wrappers.map(({ adapter }) => adapter.protocol).reverse();
  const to = fact.receipt?.to;
  const called = to === undefined ? [] : index.stationsAt(fact.chain, to).map(({ adapter }) => adapter.protocol);
  return [...new Set([...names.filter((name) => called.includes(name)), ...names])];
}

function legOf(
  fact: TransactionFact,
  adapter: ProtocolAdapter,
  { kind: _kind, part: _part, ...draft }: DraftLeg,
  index: number,
  via: readonly string[],
): BridgeLeg {
  return {
    ...UNTOLD,
    proof: adapter.proof,
    evidence: 'input',
    ...draft,
    protocol: adapter.protocol,
    chain: fact.chain,
    tx: fact.hash,
    index,
    via: via.filter((name) => name !== adapter.protocol),
  };
}
