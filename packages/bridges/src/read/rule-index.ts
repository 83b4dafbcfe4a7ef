import { type Address, type ChainId, InvariantError, isUtxo } from '@fundtrail/core';
import { EventFragment, FunctionFragment, Interface } from 'ethers';
import type { CallRule, ContractRow, LogRule, PaymentRule, ProtocolAdapter, UtxoRule } from '../adapter.ts';
import { type StaticEvent, staticEvent } from '../decode/static-event.ts';

/** An account of a protocol on one chain. */
export type Station = { readonly adapter: ProtocolAdapter; readonly row: ContractRow };

/** A log rule, ready to decode. */
export type ReadyLogRule = {
  readonly adapter: ProtocolAdapter;
  readonly rule: LogRule;
  readonly roles: ReadonlySet<string> | undefined;
  readonly abi: Interface;
  readonly event: EventFragment;
  /** Decodes quickly where the event allows it. */
  readonly words: StaticEvent | undefined;
  /** Topics of its logs, topic0 counted: the same signature with other indexed arguments is another event. */
  readonly topics: number;
};

export type ReadyCallRule = {
  readonly adapter: ProtocolAdapter;
  readonly rule: CallRule;
  readonly abi: Interface | undefined;
  readonly selector: string | undefined;
};

/**
 * All rules of all protocols by what a transaction shows: whether one concerns a transaction is a look-up per log and per account,
 * however many protocols there are.
 */
export type RuleIndex = {
  stationsAt(chain: ChainId, address: Address): readonly Station[];
  logRules(topic0: string): readonly ReadyLogRule[];
  callRules(adapter: ProtocolAdapter): readonly ReadyCallRule[];
  paymentRules(adapter: ProtocolAdapter): readonly PaymentRule[];
  readonly utxoRules: readonly { readonly adapter: ProtocolAdapter; readonly rule: UtxoRule }[];
};

const NONE: readonly never[] = [];

export function createRuleIndex(adapters: readonly ProtocolAdapter[], extra: readonly Located[] = []): RuleIndex {
  const byChain = new Map<number | 'evm' | ChainId, Map<Address, Station[]>>();
  const logs = new Map<string, ReadyLogRule[]>();
  const calls = new Map<ProtocolAdapter, ReadyCallRule[]>();
  const payments = new Map<ProtocolAdapter, PaymentRule[]>();
  const utxoRules: { adapter: ProtocolAdapter; rule: UtxoRule }[] = [];
  const place = (chain: number | 'evm' | ChainId, station: Station): void => {
    const known = byChain.get(chain) ?? new Map<Address, Station[]>();
    byChain.set(chain, known);
    known.set(station.row.address, [...(known.get(station.row.address) ?? []), station]);
  };
  for (const adapter of adapters) {
    for (const row of adapter.contracts) place(row.chain, { adapter, row });
    for (const rule of [...adapter.source, ...adapter.destination]) {
      if (rule.on === 'log') {
        const ready = readyLogRule(adapter, rule);
        const topic0 = ready.event.topicHash;
        logs.set(topic0, [...(logs.get(topic0) ?? []), ready]);
      } else if (rule.on === 'call') calls.set(adapter, [...(calls.get(adapter) ?? []), readyCallRule(adapter, rule)]);
      else if (rule.on === 'payment') payments.set(adapter, [...(payments.get(adapter) ?? []), rule]);
      else utxoRules.push({ adapter, rule });
    }
  }
  for (const { protocol, chain, ...row } of extra) {
    const adapter = adapters.find((known) => known.protocol === protocol);
    if (adapter === undefined) throw new InvariantError(`no protocol is called ${protocol}`);
    place(isUtxo(chain) ? chain : numberOf(chain), { adapter, row: { ...row, chain: numberOf(chain) } });
  }
  return {
    stationsAt: (chain, address) => {
      const own = byChain.get(isUtxo(chain) ? chain : numberOf(chain))?.get(address);
      const everywhere = isUtxo(chain) ? undefined : byChain.get('evm')?.get(address);
      if (own === undefined) return everywhere ?? NONE;
      return everywhere === undefined ? own : [...own, ...everywhere];
    },
    logRules: (topic0) => logs.get(topic0) ?? NONE,
    callRules: (adapter) => calls.get(adapter) ?? NONE,
    paymentRules: (adapter) => payments.get(adapter) ?? NONE,
    utxoRules,
  };
}

/** An account of a protocol that is known by other means than its adapter's rows: learned vaults, configuration. */
export type Located = Omit<ContractRow, 'chain'> & { readonly protocol: string; readonly chain: ChainId };

/** EVM chain number of a CAIP-2 id; 0 for others. */
export function numberOf(chain: ChainId): number {
  return chain.startsWith('eip155:') ? Number(chain.slice('eip155:'.length)) : 0;
}

function readyLogRule(adapter: ProtocolAdapter, rule: LogRule): ReadyLogRule {
  const abi = new Interface([rule.event]);
  const event = abi.fragments[0];
  if (!(event instanceof EventFragment)) throw new InvariantError(`${adapter.protocol}: no event: ${rule.event}`);
  const indexed = event.inputs.filter((input) => input.indexed === true).length;
  const roles = rule.from === 'any' ? undefined : new Set(rule.from);
  return { adapter, rule, roles, abi, event, words: staticEvent(event), topics: 1 + indexed };
}

function readyCallRule(adapter: ProtocolAdapter, rule: CallRule): ReadyCallRule {
  if (rule.function === undefined) return { adapter, rule, abi: undefined, selector: undefined };
  const abi = new Interface([rule.function]);
  const called = abi.fragments[0];
  if (!(called instanceof FunctionFragment)) {
    throw new InvariantError(`${adapter.protocol}: no function: ${rule.function}`);
  }
  return { adapter, rule, abi, selector: called.selector };
}
