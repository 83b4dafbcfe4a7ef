import {
  type Address,
  accountId,
  CATALOGUE,
  type ChainId,
  chainInfo,
  formatAccount,
  formatAddress,
  formatUnits,
  type NftTransfer,
  type TransactionReading,
} from '@fundtrail/core';
import type { AssetAmount } from './explanation.ts';
import type { Unseen } from './unseen.ts';

/** A batch can name thousands of them. */
const MOST_NFTS = 20;

/** What a reader must know that the record leaves out. */
export function gapNotes(reading: TransactionReading, unseen: Unseen): readonly string[] {
  const { fact, lacks } = reading;
  const { chain } = fact;
  const notes: string[] = [];
  if (!CATALOGUE.has(chain)) {
    const { slip44 } = chainInfo(chain);
    notes.push(`${chain} is not in the chain catalogue: its native asset is written with coin type ${slip44}`);
  }
  if (lacks.includes('value')) notes.push('tx not in the record: the top-level value is unknown and not in net');
  if (lacks.includes('status')) notes.push('status not in the record: the transaction is taken to have succeeded');
  if (lacks.includes('time')) notes.push('block time not in the record');
  if (!fact.success) return [...notes, 'the transaction failed: it moved nothing, and its sender paid the fee'];
  for (const leg of fact.legs) {
    if (leg.kind !== 'mint' || leg.asset !== 'native') continue;
    notes.push(
      `the chain made ${nativeText(chain, leg.amount)} for ${shown(chain, leg.to)}: a deposit from another chain`,
    );
  }
  const calls = reading.logs.length > 0 || reading.code.length > 0;
  if (!calls || fact.whole.includes('internal')) return notes;
  notes.push('internal value not in the record: native amounts moved inside contracts are not in net');
  for (const [account, amount] of unseen.released) {
    notes.push(`${shown(chain, account)} unwrapped ${nativeText(chain, amount)}: where that went is not in the record`);
  }
  for (const [account, amount] of unseen.taken) {
    notes.push(`${shown(chain, account)} wrapped ${nativeText(chain, amount)}: who paid that is not in the record`);
  }
  for (const [account, amount] of unseen.rest) {
    const rest = nativeText(chain, amount);
    notes.push(
      `${shown(chain, account)} wrapped all but ${rest} of what it had: a refund of that is not in the record`,
    );
  }
  return notes;
}

/** What an account gave comes out with others, in other assets. */
export function carriedNote(account: string, receivers: readonly Address[], chain: ChainId): string {
  const who = receivers.map((receiver) => shown(chain, receiver)).join(', ');
  return `what ${account} gave comes out, in whole or in part, with ${who} in other assets: the ledger carries its money there`;
}

/** An account that gave something to a protocol and got nothing that the record shows. */
export function oneSidedNote(account: string, gave: readonly AssetAmount[]): string {
  return `${account} gave ${amounts(gave)} and got nothing that the record shows: if it was paid in the native asset, that is internal value`;
}

/** An account that gained one asset and lost another, though nothing shows that it acted for itself. */
export function bystanderNote(account: string, gave: readonly AssetAmount[], got: readonly AssetAmount[]): string {
  return `${account} gave ${amounts(gave)} and got ${amounts(got)}: nothing shows whether it is a trader or a contract`;
}

export function nftNotes(nfts: readonly NftTransfer[], chain: ChainId): readonly string[] {
  const notes = nfts.slice(0, MOST_NFTS).map(({ standard, contract, tokenId, quantity, from, to }) => {
    const count = standard === 'erc721' ? '' : ` x ${quantity}`;
    const way = `from ${shown(chain, from)} to ${shown(chain, to)}`;
    return `${standard} transfer of ${formatAddress(contract, chain)} #${tokenId}${count} ${way}: outside the amounts`;
  });
  const more = nfts.length - MOST_NFTS;
  return more > 0 ? [...notes, `and ${more} more transfers outside the amounts`] : notes;
}

function amounts(parts: readonly AssetAmount[]): string {
  return parts.map(({ asset, amount }) => `${amount} ${asset}`).join(' and ');
}

function nativeText(chain: ChainId, amount: bigint): string {
  const { symbol, decimals } = chainInfo(chain);
  return `${formatUnits(amount, decimals)} ${symbol}`;
}

function shown(chain: ChainId, address: Address): string {
  return formatAccount(accountId(chain, address));
}
