import { type Address, type Leg, scriptType } from '@fundtrail/core';
import type { DraftLeg, UtxoRule } from '../adapter.ts';
import type { UtxoContext } from '../read/contexts.ts';
import { chainOfWord } from './chains.ts';
import { keyOf } from './deposits.ts';
import { wholeMemo } from './long-memo.ts';
import type { Memo } from './memo.ts';
import { memoFunction } from './memo-functions.ts';
import { type ThorNetwork, VAULT } from './network.ts';
import { arrivalOf } from './paid.ts';
import { parseMemo } from './parse-memo.ts';
import { sourceOfMemo } from './source-of-memo.ts';

/** The network's nodes ignore transactions with more outputs, or more that have value; and longer memos. */
const MOST_OUTPUTS = 12;
const MOST_VALUED = 10;
const MOST_MEMO = 250;
const LEAST = 10_000n;
/** What the network does not see on a chain, in base units: thornode `common/chain.go`. */
const DUST: ReadonlyMap<string, bigint> = new Map([[chainOfWord('DOGE') ?? '', 100_000_000n]]);

/** Payments to and of vaults on UTXO chains: the memo is what the data outputs hold. Source: thornode `bifrost/pkg/chainclients/utxo`. */
export function coins(network: ThorNetwork): UtxoRule {
  return { on: 'utxo', read: (at) => readCoins(at, network) };
}

/** Why a leg cannot link by itself: anybody can write a memo. An answer of the network can still vouch for it. */
export function unknownVault({ node, midgard }: ThorNetwork): string {
  return `the vault is not known: ask ${node.name} or ${midgard.name}`;
}

function readCoins(at: UtxoContext, network: ThorNetwork): DraftLeg | undefined {
  const { data, outputs, inputs } = at;
  const sender = inputs[0]?.owner;
  if (data.outputs === 0 || sender === undefined) return undefined;
  // What is paid to a vault is a deposit whatever its memo says.
  if (!beginsMemo(data.bytes) && !outputs.some(({ owner = '' }) => at.isRole(owner, VAULT))) return undefined;
  const { text, carriers } = wholeMemo(data.bytes, outputs, outputs.findIndex(isData));
  const memo = parseMemo(text, network);
  const others = outputs.filter((output) => output.amount > 0n && !isData(output) && !carriers.includes(output));
  const notes = data.outputs > 1 ? [`its memo is in ${data.outputs} data outputs`] : [];
  const fromVault = at.isRole(sender, VAULT);
  if (memo.kind === 'out' || memo.kind === 'refund' || (fromVault && memo.kind === 'fault')) {
    return payout(at, network, { text, sender, fromVault, others, notes });
  }
  return fromVault ? undefined : deposit(at, network, { text, memo, sender, others, notes });
}

function beginsMemo(bytes: Uint8Array): boolean {
  const [word = ''] = Buffer.from(bytes.subarray(0, MOST_WORD)).toString('latin1').split(':', 1);
  return memoFunction(word) !== undefined;
}

/** The longest word that a memo begins with, and its colon. */
const MOST_WORD = 20;

type Found = {
  readonly text: string;
  readonly sender: Address;
  /** Outputs with value that are no data. */
  readonly others: readonly Leg[];
  readonly notes: readonly string[];
};

/** What a vault pays: the first output that does not go back to it. */
function payout(
  at: UtxoContext,
  network: ThorNetwork,
  { text, sender, fromVault, others, notes }: Found & { readonly fromVault: boolean },
): DraftLeg | undefined {
  const arriving = arrivalOf(network, at, text);
  const output = others.find(({ owner }) => owner !== sender);
  if (arriving === undefined || output === undefined) return undefined;
  // What a vault of another network pays is that network's; of nobody's vault it is told once.
  if (!fromVault && (network.elder !== undefined || !isServed(at, network) || isOthersVault(at, network, sender))) {
    return undefined;
  }
  const mixed = at.inputs.some(({ owner }) => owner !== sender) ? 'its inputs are not all of one vault' : undefined;
  const fault = arriving.fault ?? (fromVault ? undefined : unknownVault(network)) ?? mixed;
  const { owner, amount, id } = output;
  return {
    ...arriving,
    toAccount: owner,
    asset: 'native',
    amount,
    custody: [sender],
    legs: [id],
    ...(fault === undefined ? {} : { fault }),
    notes,
  };
}

/** What is paid to a vault: the first output that goes to one, and not back to the sender. */
function deposit(
  at: UtxoContext,
  network: ThorNetwork,
  { text, memo, sender, others, notes }: Found & { readonly memo: Memo },
): DraftLeg | undefined {
  const away = others.filter(({ owner }) => owner !== undefined && owner !== sender);
  const known = away.find(({ owner = '' }) => at.isRole(owner, VAULT));
  const output = known ?? away[0];
  const goal = sourceOfMemo(memo, network, sender);
  if (output === undefined || goal === undefined) return undefined;
  if (known === undefined && !mayBeDeposit(at, network, { text, memo, sender, others: away, notes })) return undefined;
  const { owner = '', amount, id } = output;
  const fault = ignored(at, text, amount) ?? (known === undefined ? unknownVault(network) : undefined);
  return {
    kind: 'leg',
    side: 'source',
    key: keyOf(at.tx),
    fromChain: at.chain,
    fromAccount: sender,
    memo: text,
    ...goal,
    asset: 'native',
    amount,
    custody: [owner],
    legs: [id],
    ...(fault === undefined ? {} : { fault }),
    notes: [...goal.notes, ...notes],
  };
}

/** Of a payment to nobody's vault only a memo without fault speaks, and only where the network would have looked at it. */
function mayBeDeposit(
  at: UtxoContext,
  network: ThorNetwork,
  { text, memo, others }: Found & { readonly memo: Memo },
): boolean {
  const [output] = others;
  if (!isServed(at, network)) return false;
  const isTold = memo.kind === 'credit' && (memo.account !== undefined || memo.asset !== undefined);
  if (memo.kind !== 'swap' && !isTold) return false;
  if (output === undefined || ignored(at, text, output.amount) !== undefined) return false;
  if (scriptType(output.owner ?? '') === 'other') return false;
  const { elder } = network;
  if (elder !== undefined && parseMemo(text, elder).kind !== 'fault') return false;
  return !others.some(({ owner = '' }) => isOthersVault(at, network, owner));
}

function isServed({ chain }: UtxoContext, { coinChains }: ThorNetwork): boolean {
  return coinChains.some((word) => chainOfWord(word) === chain);
}

function isOthersVault(at: UtxoContext, network: ThorNetwork, address: Address): boolean {
  return at.rolesOf(address).some(({ role, protocol }) => role === VAULT && protocol !== network.protocol);
}

/** Why the network does not look at a transaction. Its lock time, which must not lie ahead, is not among the facts. */
function ignored(at: UtxoContext, text: string, amount: bigint): string | undefined {
  const valued = at.outputs.filter((output) => output.amount > 0n).length;
  if (at.outputs.length > MOST_OUTPUTS) return `the network ignores more than ${MOST_OUTPUTS} outputs`;
  if (valued > MOST_VALUED) return `the network ignores more than ${MOST_VALUED} outputs with value`;
  if (text.length > MOST_MEMO) return `the network ignores memos of more than ${MOST_MEMO} bytes`;
  if (amount < (DUST.get(at.chain) ?? LEAST)) return 'the network ignores an amount that small';
  return undefined;
}

function isData({ owner }: Leg): boolean {
  return owner !== undefined && scriptType(owner) === 'data';
}
