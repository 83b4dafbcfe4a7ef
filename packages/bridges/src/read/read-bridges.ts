import {
  type Address,
  type BridgeLeg,
  isUtxo,
  type Leg,
  type LogFact,
  type TransactionFact,
  UNTOLD,
} from '@fundtrail/core';
import { concat, type Interface, type Result } from 'ethers';
import type { Draft, DraftLeg, ProtocolAdapter, Read } from '../adapter.ts';
import { argsOf } from '../decode/args.ts';
import { dataOf } from '../decode/op-return.ts';
import { isWhole, repairText } from '../decode/repair-text.ts';
import type { LogContext, TransactionContext } from './contexts.ts';
import { payee, payer } from './parties.ts';
import { numberOf, type ReadyLogRule, type RuleIndex, type Station } from './rule-index.ts';
import { type OwnedLeg, type OwnedNote, unwrap } from './wrappers.ts';

/** Drafts of one transaction by protocol, in the order in which they were read. */
type Drafts = Map<ProtocolAdapter, Draft[]>;

/**
 * What a transaction is to cross-chain movements: the legs that all protocols see in it, in one pass over its logs, its call and
 * its movements. Pure: the same fact gives the same legs. A transaction that failed has none. What is emitted by or paid to none of the
 * protocols' accounts is none of theirs, whatever it looks like.
 */
export function readBridges(index: RuleIndex, fact: TransactionFact): readonly BridgeLeg[] {
  if (!fact.success) return [];
  const drafts: Drafts = new Map();
  if (isUtxo(fact.chain)) readUtxo(index, fact, drafts);
  else readAccountChain(index, fact, drafts);
  if (drafts.size === 0) return [];
  return finish(index, fact, drafts);
}

function readAccountChain(index: RuleIndex, fact: TransactionFact, drafts: Drafts): void {
  const logs = fact.receipt?.logs ?? [];
  for (const log of logs) readLog(index, fact, log, drafts);
  const { receipt } = fact;
  if (receipt?.input !== undefined && receipt.input.length > 2)
    readCall(index, fact, receipt.to, receipt.input, drafts);
  const seen = new Set<Station['adapter']>();
  for (const leg of fact.legs) {
    if (leg.kind === 'fee' || leg.amount === 0n) continue;
    readPayment(index, fact, leg, 'to', leg.to, drafts, seen);
    readPayment(index, fact, leg, 'from', leg.from, drafts, seen);
  }
}

function readLog(index: RuleIndex, fact: TransactionFact, log: LogFact, drafts: Drafts): void {
  const topic0 = log.topics[0];
  if (topic0 === undefined) return;
  const rules = index.logRules(topic0);
  if (rules.length === 0) return;
  const stations = index.stationsAt(fact.chain, log.address);
  for (const ready of rules) {
    if (ready.topics !== log.topics.length) continue;
    const role = roleFor(ready, stations, fact.time);
    if (role === undefined) continue;
    const at: LogContext = Object.assign(contextOf(index, fact, ready.adapter), { log, role });
    const decoded = decodeLog(ready, log);
    if (decoded === undefined) {
      add(drafts, ready.adapter, undecodable(ready, log));
      continue;
    }
    add(drafts, ready.adapter, withEvidence(ready.rule.read(argsOf(decoded), at), `log:${log.index}`));
  }
}

function roleFor(ready: ReadyLogRule, stations: readonly Station[], time: number): string | undefined {
  for (const { adapter, row } of stations) {
    if (adapter !== ready.adapter || !isInUse(row, time)) continue;
    if (ready.roles === undefined || ready.roles.has(row.role)) return row.role;
  }
  return ready.roles === undefined ? 'any' : undefined;
}

function decodeLog(ready: ReadyLogRule, log: LogFact): Result | undefined {
  try {
    const decoded = ready.abi.decodeEventLog(ready.event, log.data, [...log.topics]);
    if (isWhole(decoded)) return decoded;
    const inData = ready.event.inputs.filter(({ indexed }) => indexed !== true);
    return ready.abi.decodeEventLog(ready.event, repairText(inData, log.data), [...log.topics]);
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

function readCall(index: RuleIndex, fact: TransactionFact, to: Address, input: string, drafts: Drafts): void {
  for (const { adapter, row } of index.stationsAt(fact.chain, to)) {
    if (!isInUse(row, fact.time)) continue;
    for (const { rule, abi, selector } of index.callRules(adapter)) {
      if (!rule.of.includes(row.role) || (selector !== undefined && !input.startsWith(selector))) continue;
      const at = Object.assign(contextOf(index, fact, adapter), { role: row.role });
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

const NO_ARGS = argsOf([] as unknown as Result);

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

function readPayment(
  index: RuleIndex,
  fact: TransactionFact,
  leg: Leg,
  side: 'from' | 'to',
  address: Address,
  drafts: Drafts,
  _seen: Set<ProtocolAdapter>,
): void {
  for (const { adapter, row } of index.stationsAt(fact.chain, address)) {
    if (!isInUse(row, fact.time)) continue;
    for (const rule of index.paymentRules(adapter)) {
      if (rule.side !== side || !rule.of.includes(row.role)) continue;
      const at = Object.assign(contextOf(index, fact, adapter), { leg, role: row.role });
      add(drafts, adapter, withEvidence(rule.read(at), `leg:${leg.id}`));
    }
  }
}

function readUtxo(index: RuleIndex, fact: TransactionFact, drafts: Drafts): void {
  const inputs = fact.legs.filter((leg) => leg.kind === 'input');
  const outputs = fact.legs.filter((leg) => leg.kind === 'output');
  const data = dataOf(outputs);
  for (const { adapter, rule } of index.utxoRules) {
    const at = Object.assign(contextOf(index, fact, adapter), { inputs, outputs, data });
    add(drafts, adapter, withEvidence(rule.read(at), data.outputs > 0 ? `out:${data.place}` : 'outputs'));
  }
}

/** Read lazily: most rules look at a few of these. */
function contextOf(index: RuleIndex, fact: TransactionFact, adapter: ProtocolAdapter): TransactionContext {
  const { receipt } = fact;
  const legs = fact.legs.filter((leg) => leg.kind !== 'fee' && leg.amount > 0n);
  return {
    chain: fact.chain,
    chainNumber: numberOf(fact.chain),
    tx: fact.hash,
    block: fact.block,
    blockHash: fact.blockHash,
    place: fact.index,
    time: fact.time,
    sender: fact.sender,
    to: receipt?.to,
    input: receipt?.input ?? '0x',
    logs: receipt?.logs ?? [],
    legs,
    value: legs.find((leg) => leg.kind === 'native')?.amount ?? 0n,
    isRole: (address, ...roles) =>
      index
        .stationsAt(fact.chain, address)
        .some(
          (station) =>
            station.adapter === adapter && roles.includes(station.row.role) && isInUse(station.row, fact.time),
        ),
    rolesOf: (address) =>
      index
        .stationsAt(fact.chain, address)
        .filter(({ row }) => isInUse(row, fact.time))
        .map((station) => ({ protocol: station.adapter.protocol, role: station.row.role })),
    moved: ({ asset, from, to, amount }) =>
      legs.filter(
        (leg) =>
          (asset === undefined || leg.asset === asset) &&
          (from === undefined || payer(leg) === from) &&
          (to === undefined || payee(leg) === to) &&
          (amount === undefined || leg.amount === amount),
      ),
  };
}

function isInUse({ from, until }: { readonly from?: string; readonly until?: string }, time: number): boolean {
  if (from === undefined && until === undefined) return true;
  // Of a record that does not tell its time nothing can be said against it.
  if (time === 0) return true;
  const day = new Date(time * 1000).toISOString().slice(0, 10);
  return (from === undefined || day >= from) && (until === undefined || day <= until);
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

function finish(index: RuleIndex, fact: TransactionFact, drafts: Drafts): readonly BridgeLeg[] {
  const legs: OwnedLeg[] = [];
  const wrappers: OwnedNote[] = [];
  for (const [adapter, own] of drafts) {
    const assembled = adapter.assemble?.(own, contextOf(index, fact, adapter)) ?? own;
    for (const draft of assembled) {
      if (draft.kind === 'leg') legs.push({ adapter, draft });
      else wrappers.push({ adapter, note: draft });
    }
  }
  const via = namesOf(index, fact, wrappers);
  const unwrapped = unwrap(index, legs, wrappers, (adapter) => contextOf(index, fact, adapter));
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
