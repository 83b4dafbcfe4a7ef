import type { Address, ChainId, Leg, LogFact, TransactionFact } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter } from './adapter.ts';

/** A log as a contract would emit it, encoded from its published ABI; made, not recorded. */
export type MadeLog = { readonly from: Address; readonly event: string; readonly args: readonly unknown[] };

export type MadeTransaction = {
  readonly chain: ChainId;
  readonly logs?: readonly MadeLog[];
  readonly legs?: readonly Leg[];
  readonly time?: number | undefined;
  readonly to?: Address;
  readonly input?: string;
  readonly sender?: Address;
};

/** Address with a digit repeated, e.g. `madeAddress('a1')`. */
export function madeAddress(digits: string): Address {
  return `0x${digits.repeat(40 / digits.length)}`;
}

export function madeToken(id: string, asset: Address, from: Address, to: Address, amount: bigint): Leg {
  const none = madeAddress('0');
  const kind = from === none ? 'mint' : to === none ? 'burn' : 'token';
  return { id, kind, from, to, asset, amount };
}

export function madeNative(id: string, from: Address, to: Address, amount: bigint): Leg {
  return { id, kind: id === 'value' ? 'native' : 'internal', from, to, asset: 'native', amount };
}

/** A transaction that succeeded, in which these logs were emitted in this order. */
export function madeTransaction(made: MadeTransaction): TransactionFact {
  const logs = (made.logs ?? []).map((log, index) => madeLog(log, index));
  return {
    chain: made.chain,
    hash: `0x${'77'.repeat(32)}`,
    block: 1,
    index: 0,
    time: made.time ?? 1_700_000_000,
    sender: made.sender ?? madeAddress('5e'),
    success: true,
    legs: made.legs ?? [],
    whole: ['native', 'internal', 'token'],
    receipt: { to: made.to ?? madeAddress('c0'), input: made.input ?? '0x', logs },
  };
}

function madeLog({ from, event, args }: MadeLog, index: number): LogFact {
  const abi = new Interface([event]);
  const fragment = abi.getEvent(event.slice('event '.length).split('(', 1)[0] ?? '');
  if (fragment === null) throw new Error(`no event: ${event}`);
  const { topics, data } = abi.encodeEventLog(fragment, [...args]);
  return { address: from.toLowerCase(), topics, data, index };
}

/** The ABI by which an adapter reads the event of this name. */
export function eventOf(
  { source, destination }: Pick<ProtocolAdapter, 'source' | 'destination'>,
  name: string,
): string {
  const rule = [...source, ...destination].find((one) => one.on === 'log' && one.event.startsWith(`event ${name}(`));
  if (rule?.on !== 'log') throw new Error(`no event ${name}`);
  return rule.event;
}
