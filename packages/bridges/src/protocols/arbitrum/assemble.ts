import type { Address } from '@fundtrail/core';
import type { Draft, DraftLeg, TransactionContext } from '../../adapter.ts';
import { aliasOf, unaliased } from '../../decode/l1-alias.ts';
import { payers, takers } from '../../read/keepers.ts';
import { depositHash, ticketId } from './derive.ts';
import type { Delivered, Inbox, Part, TokenIn, TokenOut } from './events.ts';
import { KIND, readDeposit, readTicket } from './inbox.ts';

export const ARBITRUM = 42161;
const HERE = `eip155:${ARBITRUM}`;
const ETHEREUM = 'eip155:1';

/** Said of tokens that are deposited: what mints them on Arbitrum names no message, so the key is what both sides hold. */
export const INTERCHANGEABLE =
  'deposits of one amount between the same accounts are interchangeable: the key cannot tell them apart';
/** Said of tokens that leave through a contract that is no known gateway. */
export const UNKNOWN_GATEWAY = 'the gateway is not known: anybody can send a message and emit its event';
const NO_HASH = 'before Nitro: its transaction on Arbitrum is not derived';

type Placed<T> = T & { readonly log: number; readonly emitter: Address };
type ClassicCall = { readonly is: 'classic-call'; readonly key: string };

/** Messages of the bridge with what came along with them; events of gateways count only beside a message of theirs, and those of contracts
 * that are no known gateway only for what they took themselves. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part }) => (part === undefined ? [] : [part as Part | ClassicCall]));
  const whole = drafts.filter(({ part }) => part === undefined);
  const events = parts.filter((part): part is Part => part.is !== 'classic-call');
  const call = parts.find((part): part is ClassicCall => part.is === 'classic-call');
  return [
    ...whole,
    ...events.flatMap((part): readonly Draft[] => {
      if (part.is === 'inbox') return deposit(at, part, events);
      if (part.is === 'out') return withdrawal(at, part, events);
      if (part.is === 'executed') return release(at, part, events, call);
      if (part.is === 'token-in' && at.chainNumber === ARBITRUM) return [tokenArrival(at, part)];
      return [];
    }),
  ];
}

function deposit(at: TransactionContext, inbox: Placed<Inbox>, events: readonly Part[]): readonly DraftLeg[] {
  const message = events.find(
    (part): part is Placed<Delivered> => part.is === 'delivered' && part.number === inbox.number,
  );
  if (message === undefined) return [];
  const tokens = events.filter(
    (part): part is Placed<TokenOut> =>
      part.is === 'token-out' && part.number === inbox.number && aliasOf(part.emitter) === message.sender,
  );
  return [...nativeDeposit(at, inbox, message), ...tokens.map((token) => tokenDeposit(at, token, message, inbox))];
}

function nativeDeposit(
  at: TransactionContext,
  { log, emitter, number, data }: Placed<Inbox>,
  { kind, sender, l1BaseFee, emitter: bridge }: Placed<Delivered>,
): readonly DraftLeg[] {
  const routers = at.to !== undefined && at.isRole(at.to, 'GatewayRouter', 'Gateway') ? [at.to] : [];
  const from = unaliased(sender);
  const gateways = at.isRole(from, 'Gateway') ? [from] : [];
  const about = {
    kind: 'leg' as const,
    side: 'source' as const,
    evidence: `log:${log}`,
    fromChain: at.chain,
    fromAccount: from,
    toChain: HERE,
    asset: 'native' as const,
    // Inboxes hand on to the bridge what users or gateways paid them.
    custody: [...routers, ...gateways, emitter, bridge],
  };
  if (kind === KIND.ethDeposit) {
    const told = readDeposit(data);
    if (told === undefined) return [{ ...about, fault: 'the inbox tells no deposit' }];
    const { to, value } = told;
    return [{ ...about, key: depositHash(ARBITRUM, number, sender, to, value), toAccount: to, amount: value }];
  }
  if (kind !== KIND.retryable) return [];
  const ticket = readTicket(data);
  if (ticket === undefined) return [{ ...about, fault: 'the inbox tells no ticket' }];
  if (ticket.deposit === 0n) return [];
  const amount = ticket.deposit;
  // What a ticket brings along is its sender's on Arbitrum until it is redeemed.
  if (l1BaseFee === undefined) return [{ ...about, toAccount: ticket.to, amount, notes: [NO_HASH] }];
  const key = ticketId(ARBITRUM, { ...ticket, messageNumber: number, sender, l1BaseFee });
  return [{ ...about, key, toAccount: sender, amount, notes: [`retryable ticket for ${ticket.to}`] }];
}

function tokenDeposit(
  at: TransactionContext,
  token: Placed<TokenOut>,
  { number, sender, l1BaseFee }: Delivered,
  { data }: Inbox,
): DraftLeg {
  const { l1Token, from, to, amount } = token;
  const ticket = readTicket(data);
  const id =
    ticket === undefined || l1BaseFee === undefined
      ? undefined
      : ticketId(ARBITRUM, { ...ticket, messageNumber: number, sender, l1BaseFee });
  const known = at.isRole(token.emitter, 'Gateway');
  return {
    kind: 'leg',
    side: 'source',
    proof: known ? 'D' : 'H',
    key: tokenKey(token),
    evidence: `log:${token.log}`,
    fromChain: at.chain,
    fromAccount: from,
    toChain: HERE,
    toAccount: to,
    asset: l1Token,
    amount,
    // What an unknown contract says of others' payments is not believed: no more goes than it took itself.
    custody: known ? takers(at, l1Token, amount, [token.emitter]) : [token.emitter],
    notes: [INTERCHANGEABLE, ...(id === undefined ? [] : [`${TICKET}${id}`]), ...(known ? [] : [UNKNOWN_GATEWAY])],
  };
}

/** Precedes the id of a ticket in a note, for `search`. */
export const TICKET = 'retryable ticket ';

function tokenKey({ l1Token, from, to, amount }: Omit<TokenIn, 'is'>): string {
  return `token:${l1Token}:${from}:${to}:${amount}`;
}

function tokenArrival(at: TransactionContext, token: Placed<TokenIn>): DraftLeg {
  const { from, to, amount, emitter } = token;
  const [leg] = at.moved({ to, amount }).filter(({ asset }) => asset !== 'native');
  const asset = leg?.asset;
  return {
    kind: 'leg',
    side: 'destination',
    key: tokenKey(token),
    evidence: `log:${token.log}`,
    fromChain: ETHEREUM,
    fromAccount: from,
    toChain: at.chain,
    toAccount: to,
    asset,
    amount,
    custody: asset === undefined ? [emitter] : payers(at, asset, amount, to, [asset, emitter]),
    fault: asset === undefined ? 'nothing of this amount is paid to the receiver' : undefined,
    notes: [INTERCHANGEABLE],
  };
}

function withdrawal(
  at: TransactionContext,
  out: Extract<Part, { is: 'out' }>,
  events: readonly Part[],
): readonly DraftLeg[] {
  const about = {
    kind: 'leg' as const,
    side: 'source' as const,
    proof: 'K' as const,
    fromChain: at.chain,
    toChain: ETHEREUM,
    key: out.key,
  };
  if (out.value > 0n) {
    const { log, emitter, caller, destination, value } = out;
    const native = { asset: 'native' as const, amount: value, custody: [emitter] };
    return [{ ...about, ...native, evidence: `log:${log}`, fromAccount: caller, toAccount: destination }];
  }
  const token = events.find(
    (part): part is Placed<TokenOut> =>
      part.is === 'token-out' && part.number === out.number && part.emitter === out.caller,
  );
  // A message that carries no value.
  if (token === undefined) return [];
  const { amount, from, to, emitter, log } = token;
  const known = at.isRole(emitter, 'Gateway');
  const burnt = at.legs.find((leg) => leg.amount === amount && leg.from === from && leg.asset !== 'native');
  const asset = burnt?.asset;
  return [
    {
      ...about,
      proof: known ? about.proof : ('H' as const),
      evidence: `log:${log}`,
      fromAccount: from,
      toAccount: to,
      asset,
      amount,
      custody: asset === undefined || !known ? [emitter] : takers(at, asset, amount, [asset, emitter]),
      toAsset: token.l1Token,
      notes: known ? [] : [UNKNOWN_GATEWAY],
    },
  ];
}

function release(
  at: TransactionContext,
  executed: Extract<Part, { is: 'executed' }>,
  events: readonly Part[],
  call: ClassicCall | undefined,
): readonly DraftLeg[] {
  const { log, to } = executed;
  const triggered = events.find((part) => part.is === 'triggered' && part.log > log && part.to === to);
  if (triggered?.is !== 'triggered') return [];
  const key = executed.key ?? call?.key;
  const fault = key === undefined ? 'executed through another contract: its message is not told' : undefined;
  const about = {
    kind: 'leg' as const,
    side: 'destination' as const,
    proof: 'K' as const,
    fromChain: HERE,
    toChain: at.chain,
    key,
    fault,
  };
  if (triggered.value > 0n) {
    const native = { asset: 'native' as const, amount: triggered.value, custody: [triggered.emitter] };
    return [{ ...about, ...native, evidence: `log:${log}`, fromAccount: executed.from, toAccount: to }];
  }
  const token = events.find(
    (part) => part.is === 'token-in' && part.emitter === to && part.log > log && part.log < triggered.log,
  );
  if (token?.is !== 'token-in') return [];
  const { l1Token, amount } = token;
  return [
    {
      ...about,
      evidence: `log:${token.log}`,
      fromAccount: token.from,
      toAccount: token.to,
      asset: l1Token,
      amount,
      custody: payers(at, l1Token, amount, token.to, [to]),
    },
  ];
}
