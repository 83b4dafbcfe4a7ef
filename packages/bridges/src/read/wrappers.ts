import type { ChainId, ChainName } from '@fundtrail/core';
import type { DraftLeg, ProtocolAdapter, WrapperNote } from '../adapter.ts';
import type { TransactionContext } from './contexts.ts';
import { payee, payer } from './parties.ts';
import type { RuleIndex } from './rule-index.ts';

export type OwnedLeg = { readonly adapter: ProtocolAdapter; readonly draft: DraftLeg };
export type OwnedNote = { readonly adapter: ProtocolAdapter; readonly note: WrapperNote };

/** Note of a leg whose destination only a wrapper names: who calls the wrapper may name any, so it contradicts no arrival. */
export const CHAIN_BY_WRAPPER = 'only a wrapper names the chain that it goes to';

/**
 * What wrappers add to the legs of the bridges that they call: the receiver where the bridge has none or one of a wrapper's contracts;
 * and where nothing of a bridge was recognised, a leg of the wrapper's own, so that value does not vanish.
 */
export function unwrap(
  index: RuleIndex,
  legs: readonly OwnedLeg[],
  notes: readonly OwnedNote[],
  contextFor: (adapter: ProtocolAdapter) => TransactionContext,
): readonly OwnedLeg[] {
  if (notes.length === 0) return legs;
  const completed = legs.map((leg) => (leg.draft.side === 'source' ? completeReceiver(index, leg, notes) : leg));
  const leaves = legs.some(({ draft }) => draft.side === 'source');
  const arrives = legs.some(({ draft }) => draft.side !== 'source');
  return [
    ...completed,
    ...(leaves ? [] : standIns('source', notes, contextFor)),
    ...(arrives ? [] : standIns('destination', notes, contextFor)),
  ];
}

function completeReceiver(index: RuleIndex, leg: OwnedLeg, notes: readonly OwnedNote[]): OwnedLeg {
  const { draft } = leg;
  const telling = notes.filter(
    ({ adapter, note }) => adapter !== leg.adapter && sideOf(note) === 'source' && note.receiver !== undefined,
  );
  const [first] = telling;
  const receiver = first?.note.receiver;
  // Several movements in one transaction: which is whose cannot be told.
  if (first === undefined || receiver === undefined || telling.some(({ note }) => note.receiver !== receiver))
    return leg;
  const name = first.adapter.protocol;
  const toChain = draft.toChain ?? first.note.toChain;
  const agrees = first.note.toChain === undefined || toChain === first.note.toChain;
  if (draft.toAccount === undefined && agrees) {
    const byWrapper = draft.toChain === undefined && toChain !== undefined ? [CHAIN_BY_WRAPPER] : [];
    const notes = [...(draft.notes ?? []), `${name} names the receiver`, ...byWrapper];
    return { ...leg, draft: { ...draft, toAccount: receiver, toChain, notes } };
  }
  if (draft.toAccount === receiver) return leg;
  const via = draft.toAccount === undefined ? undefined : wrapperAt(index, draft.toChain, draft.toAccount);
  const because = via === undefined ? '' : `the receiver is a contract of ${via}: `;
  const where = first.note.toChain === undefined ? '' : ` on ${first.note.toChain}`;
  return {
    ...leg,
    draft: { ...draft, notes: [...(draft.notes ?? []), `${because}${name} names ${receiver}${where}`] },
  };
}

function wrapperAt(index: RuleIndex, chain: ChainName | undefined, account: string): string | undefined {
  if (chain?.startsWith('eip155:') !== true) return undefined;
  const stations = index.stationsAt(chain as ChainId, account);
  return stations.find(({ adapter }) => adapter.kind === 'wrapper')?.adapter.protocol;
}

/** Legs of the first wrapper that can tell which movement it is: the outer ones tell the same again. */
function standIns(
  side: 'source' | 'destination',
  notes: readonly OwnedNote[],
  contextFor: (adapter: ProtocolAdapter) => TransactionContext,
): readonly OwnedLeg[] {
  const telling = notes.filter(
    ({ note }) => sideOf(note) === side && note.contract !== undefined && (side === 'source' || note.id !== undefined),
  );
  const adapter = (telling.find(({ note }) => note.id !== undefined) ?? telling[0])?.adapter;
  if (adapter === undefined) return [];
  const at = contextFor(adapter);
  return telling
    .filter((told) => told.adapter === adapter)
    .map(({ note }): OwnedLeg => ({ adapter, draft: standIn(side, note, at) }));
}

function standIn(side: 'source' | 'destination', note: WrapperNote, at: TransactionContext): DraftLeg {
  const isSource = side === 'source';
  return {
    kind: 'leg',
    side,
    proof: 'A',
    key: note.id ?? `${at.tx}:${note.evidence ?? 'input'}`,
    ...(note.evidence === undefined ? {} : { evidence: note.evidence }),
    fromChain: isSource ? at.chain : undefined,
    fromAccount: isSource ? at.sender : undefined,
    toChain: isSource ? note.toChain : at.chain,
    toAccount: note.receiver,
    ...movedBy(side, note, at),
    notes: [`the bridge it calls${note.bridge === undefined ? '' : ` (${note.bridge})`} is not recognised`],
  };
}

/** What the wrapper's contract passed on (source) or paid to the receiver (destination), as the transaction's own legs show it. */
function movedBy(
  side: 'source' | 'destination',
  { contract, asset, amount, receiver }: WrapperNote,
  at: TransactionContext,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const isSource = side === 'source';
  const ofAsset = asset === undefined ? {} : { asset };
  const to = isSource || receiver === undefined ? {} : { to: receiver };
  const own = at
    .moved({ ...ofAsset, ...to, ...(contract === undefined ? {} : { from: contract }) })
    .filter((leg) => !isSource || payee(leg) !== at.sender);
  const exact = own.filter((leg) => leg.amount === amount);
  const others = amount === undefined ? [] : at.moved({ ...ofAsset, ...to, amount });
  const legs = exact.length > 0 ? exact : own.length > 0 ? own : others;
  const [first] = legs;
  const keeper = isSource ? payee : payer;
  if (first !== undefined && legs.every((leg) => leg.asset === first.asset && keeper(leg) === keeper(first))) {
    const sum = legs.reduce((total, leg) => total + leg.amount, 0n);
    return { asset: first.asset, amount: sum, custody: [keeper(first)] };
  }
  return { asset, amount, custody: contract === undefined ? [] : [contract] };
}

function sideOf(note: WrapperNote): 'source' | 'destination' {
  return note.side ?? 'source';
}
