import type { Address, AssetRef, ChainName } from '@fundtrail/core';
import type { Draft, DraftLeg, TransactionContext } from '../../adapter.ts';
import { aliasOf } from '../../decode/l1-alias.ts';
import { payers, takers } from '../../read/keepers.ts';
import { readPayout } from './carried-message.ts';
import { depositHash, messageHash, readDeposit, readFinalized, readRelay, withdrawalHash } from './derive.ts';
import type { Part } from './events.ts';
import { L2_MESSENGER, stackOf } from './stacks.ts';

export const ETHEREUM: ChainName = 'eip155:1';
/** Precedes the hash on the rollup in a note, for `search`. */
export const DERIVED = 'transaction on the rollup ';

type Of<K extends Part['is']> = Extract<Part, { is: K }>;

/** Messages with what came along with them, deposits and withdrawals that no messenger carried, and what was paid for either. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part }) => (part === undefined ? [] : [part as Part]));
  const whole = drafts.filter(({ part }) => part === undefined);
  const legs = parts.flatMap((part): readonly DraftLeg[] => {
    if (part.is === 'sent') return sent(at, part, parts);
    if (part.is === 'deposited') return deposited(at, part);
    if (part.is === 'passed') return passed(at, part);
    if (part.is === 'relayed') return relayed(at, part, parts);
    if (part.is === 'finalized') return finalized(at, part, parts);
    return [];
  });
  return [...whole, ...legs];
}

/** The rollup that a contract's messages go to or come from, and the chain on the other side. */
function sides(
  at: TransactionContext,
  emitter: Address,
): { readonly rollup: number; readonly other: ChainName } | undefined {
  if (at.chainNumber !== 1) return { rollup: at.chainNumber, other: ETHEREUM };
  const stack = stackOf(emitter);
  return stack === undefined ? undefined : { rollup: stack.chain, other: `eip155:${stack.chain}` };
}

function sent(at: TransactionContext, message: Of<'sent'>, parts: readonly Part[]): readonly DraftLeg[] {
  const where = sides(at, message.emitter);
  if (where === undefined) return [];
  const value = valueSent(message, parts);
  const payout = readPayout(message.message);
  const asset: AssetRef = payout?.sourceToken ?? 'native';
  const amount = payout?.amount ?? value;
  if (amount === 0n) return [];
  const hash = messageHash({ ...message, value });
  const rollup = asset === 'native' ? (at.chainNumber === 1 ? stackOf(message.emitter)?.portal : undefined) : undefined;
  const likely = [
    ...(asset === 'native' ? [] : [asset]),
    message.sender,
    message.emitter,
    ...(rollup === undefined ? [] : [rollup]),
  ];
  const derived = derivedFor(at, message, parts);
  return [
    {
      kind: 'leg',
      side: 'source',
      proof: 'K',
      key: hash === undefined ? undefined : messageKey(where.rollup, hash),
      evidence: `log:${message.log}`,
      fromChain: at.chain,
      fromAccount: payout?.from ?? message.sender,
      toChain: where.other,
      toAccount: payout?.to ?? message.target,
      asset,
      amount,
      custody: takers(at, asset, amount, likely),
      toAsset: payout?.targetToken,
      fault: hash === undefined ? 'a message of a version that is not known' : undefined,
      notes: derived === undefined ? [] : [`${DERIVED}${derived}`],
    },
  ];
}

function messageKey(rollup: number, hash: string): string {
  return `msg:${rollup}:${hash}`;
}

function valueSent(message: Of<'sent'>, parts: readonly Part[]): bigint {
  const next = parts.find((part) => part.log === message.log + 1);
  return next?.is === 'extension' && next.sender === message.sender ? next.value : 0n;
}

/** The portal takes in a messenger's deposit just before the messenger tells of it. */
function derivedFor(at: TransactionContext, message: Of<'sent'>, parts: readonly Part[]): string | undefined {
  const before = parts.filter(
    (part): part is Of<'deposited'> =>
      part.is === 'deposited' && part.log < message.log && part.from === aliasOf(message.emitter),
  );
  const deposit = before.at(-1);
  return deposit === undefined ? undefined : hashOf(at, deposit);
}

function hashOf(at: TransactionContext, { log, from, to, opaqueData }: Of<'deposited'>): string | undefined {
  const deposit = readDeposit(opaqueData);
  if (deposit === undefined || at.blockHash === undefined) return undefined;
  return depositHash(at.blockHash, log, from, to, deposit);
}

function deposited(at: TransactionContext, part: Of<'deposited'>): readonly DraftLeg[] {
  const stack = stackOf(part.emitter);
  // What a messenger deposits is told by its message.
  if (stack === undefined || part.from === aliasOf(stack.messenger)) return [];
  const deposit = readDeposit(part.opaqueData);
  const about = {
    kind: 'leg' as const,
    side: 'source' as const,
    evidence: `log:${part.log}`,
    fromChain: at.chain,
    fromAccount: part.from,
    toChain: `eip155:${stack.chain}`,
    asset: 'native' as const,
    custody: [part.emitter],
  };
  if (deposit === undefined) return [{ ...about, fault: 'the portal tells no deposit' }];
  if (deposit.mint === 0n) return [];
  const key = hashOf(at, part);
  const amount = deposit.mint;
  const toAccount = deposit.creates ? undefined : part.to;
  return [
    { ...about, key, toAccount, amount, fault: key === undefined ? 'the hash of its block is not known' : undefined },
  ];
}

function passed(at: TransactionContext, part: Of<'passed'>): readonly DraftLeg[] {
  if (part.sender === L2_MESSENGER || part.value === 0n) return [];
  return [
    {
      kind: 'leg',
      side: 'source',
      proof: 'K',
      key: part.hash,
      evidence: `log:${part.log}`,
      fromChain: at.chain,
      fromAccount: part.sender,
      toChain: ETHEREUM,
      toAccount: part.target,
      asset: 'native',
      amount: part.value,
      custody: [part.emitter],
    },
  ];
}

function relayed(at: TransactionContext, part: Of<'relayed'>, parts: readonly Part[]): readonly DraftLeg[] {
  const where = sides(at, part.emitter);
  if (where === undefined) return [];
  const about = {
    kind: 'leg' as const,
    side: 'destination' as const,
    proof: 'K' as const,
    key: messageKey(where.rollup, part.hash),
    evidence: `log:${part.log}`,
    fromChain: where.other,
    toChain: at.chain,
  };
  const last = parts.findLast(({ is, log }) => is === 'relayed' && log < part.log)?.log ?? -1;
  const paid = parts.findLast((one) => one.is === 'paid' && one.log > last && one.log < part.log);
  if (paid?.is === 'paid') {
    const { from, to, amount, token, emitter } = paid;
    return [{ ...about, fromAccount: from, toAccount: to, ...payment(at, { token, to, amount, likely: [emitter] }) }];
  }
  const message = [at.input, readFinalized(at.input)?.data ?? '']
    .map(readRelay)
    .find((one) => one !== undefined && messageHash(one) === part.hash);
  if (message === undefined || message.value === 0n) return [];
  const { sender, target, value } = message;
  const native = payment(at, { token: undefined, to: target, amount: value, likely: [part.emitter] });
  return [{ ...about, fromAccount: sender, toAccount: target, ...native }];
}

/** On a rollup the receipt alone shows no payment of ether inside; then the chain made it. */
function payment(
  at: TransactionContext,
  told: {
    readonly token: Address | undefined;
    readonly to: Address;
    readonly amount: bigint;
    readonly likely: readonly Address[];
  },
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const { token, to, amount, likely } = told;
  const [placeholder] = token === undefined ? at.moved({ to, amount }) : [];
  const asset = token ?? placeholder?.asset ?? 'native';
  if (asset === 'native' && at.chainNumber !== 1 && placeholder === undefined) return { asset, amount, custody: [] };
  return { asset, amount, custody: payers(at, asset, amount, to, asset === 'native' ? likely : [asset, ...likely]) };
}

function finalized(at: TransactionContext, part: Of<'finalized'>, parts: readonly Part[]): readonly DraftLeg[] {
  const stack = stackOf(part.emitter);
  if (stack === undefined || !part.success) return [];
  const last = parts.findLast(({ is, log }) => is === 'finalized' && log < part.log)?.log ?? -1;
  const byMessenger = parts.some(({ is, log }) => is === 'relayed' && log > last && log < part.log);
  if (byMessenger) return [];
  const about = {
    kind: 'leg' as const,
    side: 'destination' as const,
    proof: 'K' as const,
    key: part.hash,
    evidence: `log:${part.log}`,
    fromChain: `eip155:${stack.chain}`,
    toChain: at.chain,
    asset: 'native' as const,
    custody: [part.emitter],
  };
  const told = readFinalized(at.input);
  if (told !== undefined && withdrawalHash(told) === part.hash) {
    // A messenger that failed to relay keeps the ether until it is relayed again.
    if (told.target === stack.messenger || told.value === 0n) return [];
    return [{ ...about, fromAccount: told.sender, toAccount: told.target, amount: told.value }];
  }
  const legs = at.moved({ asset: 'native', from: part.emitter });
  const [only] = legs;
  if (legs.length !== 1 || only === undefined) return [];
  return [{ ...about, toAccount: only.to, amount: only.amount }];
}
