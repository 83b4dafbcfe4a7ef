import { type Address, FundtrailError, InputError } from '@fundtrail/core';
import { parseEther, toQuantity } from 'ethers';
import { type Chain, openChain } from '../anvil/chain.ts';
import type { MinedBlock, TransactionRequest } from '../anvil/mined.ts';
import { type Keep, keepAll, type Reorg } from '../anvil/reorg.ts';
import { GAS_PRICE, TRANSFER_FEE, TRANSFER_GAS } from '../theft/stage.ts';
import type { Late, LaunderingPlay } from './props.ts';
import type { WithdrawnDeposit } from './story.ts';

const LATE_DEPOSIT = parseEther('10');

/**
 * - `replayed`: all transactions come again, one block later and in part in another order; the last only in a new block
 *   after the reorganisation, so that for a while it is in none.
 * - `dropped`: a deposit, and its sweep where it is as deep, vanish for good; all else comes again in its place.
 * - `redirected`: the same, but the money goes to another exchange instead.
 */
export type PlannedReorg = {
  /** Name of the scene after which it comes. */
  readonly afterScene: string;
  /** Blocks that are abandoned; they must all be later than the theft. */
  readonly depth: number;
  readonly kind: 'replayed' | 'dropped' | 'redirected';
};

/** Of a `replayed` one, `dropped` are those that were put off: they are in a block again right afterwards. */
export type PlayedReorg = Reorg & {
  readonly planned: PlannedReorg;
  /** The deposit that no longer holds. */
  readonly withdrawn?: WithdrawnDeposit;
};

export type ReorgOptions = {
  readonly url: string;
  readonly planned: PlannedReorg;
  readonly late: Late;
  /** Nothing is abandoned down to this block. */
  readonly theftBlock: number;
  readonly untilSeen: (block: MinedBlock) => void | Promise<void>;
};

/** Plays one; afterwards the book tells what holds on the new chain. */
export async function playReorg(play: LaunderingPlay, options: ReorgOptions): Promise<PlayedReorg> {
  const { planned, late, untilSeen } = options;
  const chain = openChain(options.url);
  const tentative = planned.kind === 'replayed' ? undefined : await lateDeposit(play, chain, planned, late);
  const last = await chain.block('latest');
  if (planned.depth < 1 || last.number - planned.depth < options.theftBlock) {
    const most = last.number - options.theftBlock;
    throw new InputError(`after ${planned.afterScene} the depth is from 1 to ${most}`, { field: 'reorgs' });
  }
  await untilSeen(last);

  const before = await receiptsOf(chain, await lastBlocks(chain, planned.depth));
  const deferred: TransactionRequest[] = [];
  const keep: Keep = (abandoned) => {
    if (tentative === undefined) return oneBlockLater(abandoned, deferred);
    const instead = planned.kind === 'redirected' ? [{ ...tentative.request, to: late.otherDeposit }] : [];
    return abandoned.map((block) =>
      block.transactions.flatMap(({ hash, request }) => {
        if (hash === tentative.deposit.hash) return instead;
        return hash === tentative.sweep ? [] : [request];
      }),
    );
  };
  const reorg = await chain.reorg(planned.depth, keep);
  await untilSeen(await chain.block('latest'));
  for (const request of deferred) await chain.send(request);

  await correctFees(play, chain, before);
  if (planned.kind === 'redirected') {
    play.stage.book.fee(late.wallet, TRANSFER_FEE);
    play.stage.book.move('native', late.wallet, late.otherDeposit, LATE_DEPOSIT);
    play.deposits.push({ address: late.otherDeposit, asset: 'native', amount: LATE_DEPOSIT });
  }
  return { ...reorg, planned, ...(tentative === undefined ? {} : { withdrawn: tentative.deposit }) };
}

type Tentative = { readonly deposit: WithdrawnDeposit; readonly request: TransactionRequest; readonly sweep?: string };

/** A deposit, and its sweep where both are abandoned: outside the book, as they will not have been. */
async function lateDeposit(play: LaunderingPlay, chain: Chain, planned: PlannedReorg, late: Late): Promise<Tentative> {
  const request = plain(late.wallet, late.deposit, LATE_DEPOSIT);
  const hash = await chain.send(request);
  const block = await chain.block('latest');
  const deposit = {
    address: late.deposit,
    asset: 'native',
    amount: LATE_DEPOSIT,
    from: late.wallet,
    hash,
    block: block.number,
    blockHash: block.hash,
  } as const;
  if (planned.depth === 1) return { deposit, request };
  const sweep = await chain.send(plain(late.deposit, play.cast.hotWallet, LATE_DEPOSIT - TRANSFER_FEE));
  return { deposit, request, sweep };
}

function plain(from: Address, to: Address, value: bigint): TransactionRequest {
  return { from, to, value: toQuantity(value), gas: toQuantity(TRANSFER_GAS), gasPrice: toQuantity(GAS_PRICE) };
}

/**
 * The last block's transactions are put off; the others keep their distance in time, so that they do and cost the same, but
 * neighbours change places where that changes nothing else.
 */
function oneBlockLater(abandoned: readonly MinedBlock[], deferred: TransactionRequest[]): TransactionRequest[][] {
  const units = keepAll(abandoned).map((requests) => [...requests]);
  deferred.push(...(units.pop() ?? []));
  for (let place = 0; place + 1 < units.length; place += 1) {
    const [one, other] = [units[place], units[place + 1]];
    if (one === undefined || other === undefined || !areApart(one, other)) continue;
    units.splice(place, 2, other, one);
    place += 1;
  }
  return [[], ...units];
}

/** Plain payments do the same in any order, unless one pays or is paid for by the other's sender. */
function areApart(some: readonly TransactionRequest[], others: readonly TransactionRequest[]): boolean {
  const plainOnly = [...some, ...others].every(({ gas }) => gas !== undefined && BigInt(gas) === TRANSFER_GAS);
  const touches = (of: readonly TransactionRequest[]): unknown[] => of.flatMap(({ from, to }) => [from, to]);
  const senders = (of: readonly TransactionRequest[]): unknown[] => of.map(({ from }) => from);
  return (
    plainOnly &&
    !senders(some).some((sender) => touches(others).includes(sender)) &&
    !senders(others).some((sender) => touches(some).includes(sender))
  );
}

type Receipt = Readonly<Record<'status' | 'gasUsed' | 'effectiveGasPrice' | 'from', string>>;

async function lastBlocks(chain: Chain, count: number): Promise<MinedBlock[]> {
  const height = await chain.height();
  const blocks: MinedBlock[] = [];
  for (let number = height - count + 1; number <= height; number += 1) blocks.push(await chain.block(number));
  return blocks;
}

async function receiptsOf(chain: Chain, blocks: readonly MinedBlock[]): Promise<Map<string, Receipt>> {
  const receipts = new Map<string, Receipt>();
  for (const { hash } of blocks.flatMap((block) => block.transactions)) {
    receipts.set(hash, (await chain.ask('eth_getTransactionReceipt', [hash])) as Receipt);
  }
  return receipts;
}

/** In another block the same transaction may cost another fee; that it does another thing would spoil the story. */
async function correctFees(play: LaunderingPlay, chain: Chain, before: ReadonlyMap<string, Receipt>): Promise<void> {
  for (const [hash, old] of before) {
    const now = (await chain.ask('eth_getTransactionReceipt', [hash])) as Receipt | null;
    if (now === null) continue;
    if (now.status !== old.status) throw new FundtrailError('played_otherwise', `transaction ${hash} ended otherwise`);
    play.stage.book.fee(now.from, feeOf(now) - feeOf(old));
  }
}

function feeOf(receipt: Receipt): bigint {
  return BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice);
}
