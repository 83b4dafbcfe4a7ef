import type { Address, Leg, LogFact, TransactionReading } from '@fundtrail/core';
import { id } from 'ethers';
import { createPoolProtocols } from './pool-protocol.ts';
import { PROTOCOL_CONTRACTS } from './protocol-contracts.ts';
import { PROTOCOL_EVENTS } from './protocol-events.ts';
import { SIGNER_EVENTS, type SignerEvent } from './signers.ts';
import { wrappedNative } from './wrapped-native.ts';

/** What transactions show of the protocols they go through. Pure; what is not in its lists is not recognised. */
export type Protocols = {
  /** Names of the protocols that a transaction calls, pays, or hears an event of; sorted. */
  named(reading: TransactionReading): readonly string[];
  /** Accounts that acted by a signature though they need not have sent the transaction: owners of orders, wallets; sorted. */
  signers(reading: TransactionReading): readonly Address[];
  /** Whether an order was filled whose signer no event names. */
  hidesSigner(reading: TransactionReading): boolean;
};

/** Functions that only one protocol has, for contracts that it deploys anew all the time. */
const FUNCTIONS: readonly { readonly protocol: string; readonly signature: string }[] = [
  { protocol: '0x', signature: 'execute((address,address,uint256),bytes[],bytes32)' },
  { protocol: '0x', signature: 'executeMetaTxn((address,address,uint256),bytes[],bytes32,address,bytes)' },
];
const SELECTOR_CHARS = 10;
const WORD_CHARS = 64;

export function createProtocols(): Protocols {
  const events = Map.groupBy(PROTOCOL_EVENTS, ({ signature }) => id(signature));
  const contracts = contractIndex();
  const functions = new Map(
    FUNCTIONS.map(({ protocol, signature }) => [id(signature).slice(0, SELECTOR_CHARS), protocol]),
  );
  const signing = new Map(SIGNER_EVENTS.map((event) => [id(event.signature), event]));
  const poolProtocol = createPoolProtocols();

  return {
    named(reading) {
      const { fact, logs, selector, to } = reading;
      const names = new Set<string>();
      for (const address of addressesOf(reading)) {
        for (const { protocol, chains } of contracts.get(address) ?? []) {
          if (chains === undefined || chains.has(fact.chain)) names.add(protocol);
        }
      }
      for (const { topics } of logs) {
        for (const event of events.get(topics[0] ?? '') ?? []) {
          if (event.topics === undefined || event.topics === topics.length) names.add(event.protocol);
        }
      }
      for (const emitter of new Set(logs.map((log) => log.address))) {
        const pool = poolProtocol(emitter, logs, fact.chain);
        if (pool !== undefined) names.add(pool);
      }
      const wrapped = wrappedNative(fact.chain);
      const wraps = (leg: Leg): boolean => (leg.kind === 'mint' || leg.kind === 'burn') && wrapped.includes(leg.asset);
      if (fact.legs.some(wraps)) names.add('weth');
      const called = functions.get(selector ?? '');
      if (called !== undefined && reading.code.includes(to)) names.add(called);
      return [...names].sort();
    },
    signers({ logs }) {
      const found = logs.flatMap((log) => {
        const event = signing.get(log.topics[0] ?? '');
        return event === undefined ? [] : (signerOf(log, event) ?? []);
      });
      return [...new Set(found)].sort();
    },
    hidesSigner: ({ logs }) => logs.some(({ topics: [topic = ''] }) => signing.get(topic)?.at === 'unnamed'),
  };
}

function contractIndex(): ReadonlyMap<
  Address,
  readonly { readonly protocol: string; readonly chains: ReadonlySet<string> | undefined }[]
> {
  const entries = PROTOCOL_CONTRACTS.flatMap(({ protocol, chains, addresses }) => {
    const on = chains === undefined ? undefined : new Set(chains.map((chain) => `eip155:${chain}`));
    return addresses.map((address) => ({ address, protocol, chains: on }));
  });
  return Map.groupBy(entries, ({ address }) => address);
}

function addressesOf({ fact, logs, to }: TransactionReading): ReadonlySet<Address> {
  const value = fact.legs.filter((leg) => leg.kind !== 'fee');
  return new Set([to, ...logs.map((log) => log.address), ...value.flatMap((leg) => [leg.from, leg.to])]);
}

function signerOf(log: LogFact, { at }: SignerEvent): Address | undefined {
  if (at === 'unnamed') return undefined;
  if (at === 'emitter') return log.address;
  const word =
    'topic' in at
      ? log.topics[at.topic]?.slice(2)
      : log.data.slice(2).slice(at.word * WORD_CHARS, (at.word + 1) * WORD_CHARS);
  return word !== undefined && /^0{24}[0-9a-f]{40}$/.test(word) ? `0x${word.slice(24)}` : undefined;
}
