import { type AddressForms, type ChainDefinition, isUtxo } from '@fundtrail/core';
import type { ChainEntry } from './schema.ts';

/** A chain of the file as the catalogue takes it. */
export function definitionOf(entry: ChainEntry): ChainDefinition {
  const { id, name, native, wrapped, finality, fee, addresses } = entry;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(native === undefined ? {} : { symbol: native.symbol }),
    ...(native?.decimals === undefined ? {} : { decimals: native.decimals }),
    ...(native?.slip44 === undefined ? {} : { slip44: native.slip44 }),
    ...(wrapped === undefined ? {} : { wrapped }),
    ...(entry.block_time_ms === undefined ? {} : { blockTimeMs: entry.block_time_ms }),
    ...(finality === undefined ? {} : { finality }),
    ...(entry.reorg_window === undefined ? {} : { reorgWindow: entry.reorg_window }),
    ...(fee === undefined ? {} : { fee }),
    ...(addresses === undefined ? {} : { addresses: formsOf(addresses) }),
  };
}

/** A field that does not fit the family of its chain, with what to write instead. */
export type FamilyFault = { readonly field: string; readonly detail: string; readonly remedy: string };

/** What of an entry a chain of its family does not have. */
export function familyFault(entry: ChainEntry): FamilyFault | undefined {
  if (!isUtxo(entry.id)) {
    return entry.addresses === undefined
      ? undefined
      : {
          field: 'addresses',
          detail: 'is of UTXO chains',
          remedy: 'Leave it out: EVM addresses are alike everywhere.',
        };
  }
  const wrong = (['wrapped', 'fee'] as const).find((field) => entry[field] !== undefined);
  if (wrong !== undefined) return { field: wrong, detail: 'is of EVM chains', remedy: 'Leave it out on a UTXO chain.' };
  return typeof entry.finality === 'string'
    ? {
        field: 'finality',
        detail: 'is a tag, which nodes of UTXO chains do not know',
        remedy: 'Write the number of confirmations after which a block is taken as final, e.g. 6.',
      }
    : undefined;
}

function formsOf({ key_hash, script_hash, bech32 }: NonNullable<ChainEntry['addresses']>): AddressForms {
  return { keyHash: key_hash, scriptHash: script_hash, bech32: bech32 ?? null };
}
