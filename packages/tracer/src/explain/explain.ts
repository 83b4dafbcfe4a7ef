import type { Protocols } from '@fundtrail/attribution';
import type { BridgeReader } from '@fundtrail/bridges';
import {
  type Address,
  accountId,
  assetId,
  type ChainId,
  formatAccount,
  formatAsset,
  type Leg,
  type TransactionReading,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { type Flow, netMovements } from '@fundtrail/ledger';
import { checkClaims } from '../crossings/check-claims.ts';
import { type Actors, findActors } from './actors.ts';
import { carriedOn, conversionOf, type Holder, sidesOf } from './conversions.ts';
import type { Conversion, Explained, Explanation, LedgerStep, ShownMovement } from './explanation.ts';
import { ledgerSteps } from './ledger-steps.ts';
import { byAsset, type Nets, netLegs } from './net.ts';
import { bystanderNote, carriedNote, gapNotes, nftNotes, oneSidedNote } from './notes.ts';
import { showBridge } from './shown-bridges.ts';
import { findUnseen } from './unseen.ts';

/** Explains one transaction; pure: the same reading gives the same bytes. */
export type Explain = (reading: TransactionReading) => Explained;

export function createExplain(protocols: Protocols, bridges: BridgeReader): Explain {
  return (reading) => {
    const { fact } = reading;
    const { chain, legs } = fact;
    const nets = netLegs(legs);
    const actors = findActors(reading, nets, protocols);
    const holders = actors.acting
      .filter((address) => [...(nets.get(address)?.values() ?? [])].some((delta) => delta < 0n))
      .map((address): Holder => ({ address, flows: ledgerSteps(reading, address, actors.code) }));
    const unseen = findUnseen(reading);
    const named = protocols.named(reading);
    const options = { chain, nets, code: actors.code, protocols: named, nativeMissing: unseen.released.size > 0 };
    const conversions = holders.flatMap((holder) => conversionOf(holder, options) ?? []);
    const mayLack = named.length > 0 && !fact.whole.includes('internal');
    return {
      explanation: {
        ...headOf(reading),
        net: netOf(chain, nets),
        conversions,
        bridges: checkClaims(fact, bridges.read(fact)).map(showBridge),
        notes: [
          ...gapNotes(reading, unseen),
          ...(options.nativeMissing ? [] : carriedNotes(chain, nets, holders)),
          ...(mayLack ? oneSidedNotes(chain, nets, holders, conversions) : []),
          ...bystanderNotes(chain, nets, actors),
          ...nftNotes(fact.nfts ?? [], chain),
        ],
      },
      block: fact.block,
      time: reading.lacks.includes('time') ? undefined : fact.time,
      legs: legs.map((leg) => ({ id: leg.id, kind: leg.kind, ...shownMovement(chain, leg) })),
      movements: netMovements(legs).map((movement) => shownMovement(chain, movement)),
      ledger: holders.map(({ address, flows }) => ({ account: shown(chain, address), steps: flows.map(stepOf) })),
    };
  };
}

function headOf({ fact }: TransactionReading): Pick<Explanation, 'chain' | 'tx' | 'success' | 'fee'> {
  const fee = fact.legs.find((leg) => leg.kind === 'fee');
  return {
    chain: fact.chain,
    tx: fact.hash,
    success: fact.success,
    fee: {
      payer: shown(fact.chain, fee?.from ?? fact.sender ?? ZERO_ADDRESS),
      asset: formatAsset(assetId(fact.chain, fee?.asset ?? 'native')),
      amount: (fee?.amount ?? 0n).toString(),
    },
  };
}

function netOf(chain: ChainId, nets: Nets): Explanation['net'] {
  return [...nets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([address, own]) =>
      byAsset(chain, own).map(([asset, delta]) => ({
        account: shown(chain, address),
        asset: formatAsset(asset),
        delta: delta.toString(),
      })),
    );
}

function carriedNotes(chain: ChainId, nets: Nets, holders: readonly Holder[]): readonly string[] {
  return holders.flatMap((holder) => {
    const receivers = [...carriedOn(holder, nets).keys()].sort();
    return receivers.length === 0 ? [] : carriedNote(shown(chain, holder.address), receivers, chain);
  });
}

function oneSidedNotes(
  chain: ChainId,
  nets: Nets,
  holders: readonly Holder[],
  conversions: readonly Conversion[],
): readonly string[] {
  const converted = new Set(conversions.map(({ account }) => account));
  return holders
    .filter(({ address }) => !converted.has(shown(chain, address)))
    .map(({ address }) => oneSidedNote(shown(chain, address), sidesOf(chain, nets, address).gave));
}

function bystanderNotes(chain: ChainId, nets: Nets, { bystanders }: Actors): readonly string[] {
  return bystanders.map((address) => {
    const { gave, got } = sidesOf(chain, nets, address);
    return bystanderNote(shown(chain, address), gave, got);
  });
}

function shownMovement(
  chain: ChainId,
  { from, to, asset, amount }: Pick<Leg, 'from' | 'to' | 'asset' | 'amount'>,
): ShownMovement {
  return {
    from: shown(chain, from),
    to: shown(chain, to),
    asset: formatAsset(assetId(chain, asset)),
    amount: amount.toString(),
  };
}

function stepOf({ from, to, asset, amount, tainted }: Flow): LedgerStep {
  return {
    from: formatAccount(from),
    to: formatAccount(to),
    asset: formatAsset(asset),
    amount: amount.toString(),
    tainted: (tainted[0] ?? 0n).toString(),
  };
}

function shown(chain: ChainId, address: Address): string {
  return formatAccount(accountId(chain, address));
}
