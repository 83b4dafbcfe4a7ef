import { addressOf, type ChainId, chainInfo, InputError, ownerOf, parseAddress, utxoChainsOf } from '@fundtrail/core';
import type { SpentOutput } from '../utxo-fact.ts';
import type { EsploraTransaction } from './transaction.ts';

/** The parts of a transaction's JSON that name an address; it was read as a transaction already. */
type Told = {
  readonly vin: readonly { readonly prevout?: ToldOutput | null }[];
  readonly vout: readonly ToldOutput[];
};
type ToldOutput = { readonly scriptpubkey_address?: unknown };

/**
 * Holds the addresses that the JSON names against the scripts beside them: a file that somebody gives may be of another network.
 * @throws InputError with the field of the first address that is not the script's on this chain
 */
export function checkToldAddresses({ chain, inputs, outputs }: EsploraTransaction, json: unknown): void {
  if (chainInfo(chain).addresses === undefined) return;
  const { vin, vout } = json as Told;
  for (const [place, output] of outputs.entries()) checkOne(chain, vout[place], output, `vout[${place}]`);
  for (const [place, { spent }] of inputs.entries()) {
    if (spent !== undefined) checkOne(chain, vin[place]?.prevout, spent, `vin[${place}].prevout`);
  }
}

function checkOne(chain: ChainId, told: ToldOutput | null | undefined, { script }: SpentOutput, parent: string): void {
  const address = told?.scriptpubkey_address;
  if (typeof address !== 'string' || script === undefined) return;
  // The usual case needs no reading.
  if (address === addressOf(script, chain)) return;
  const field = `${parent}.scriptpubkey_address`;
  refuseOtherNetwork(chain, address, field);
  if (ownerOf(parseAddress(address, chain, field)) === ownerOf(script)) return;
  throw new InputError(`${address} is not the address of scriptpubkey`, { field });
}

function refuseOtherNetwork(chain: ChainId, address: string, field: string): void {
  const networks = utxoChainsOf(address);
  if (networks.length === 0 || networks.some(({ id }) => id === chain)) return;
  throw new InputError(
    `${address} is an address of ${networks.map(({ name }) => name).join(' or ')}, not of ${chainInfo(chain).name}`,
    { field },
    { remedy: `Name the chain of these transactions with --chain: ${networks.map(({ id }) => id).join(' or ')}.` },
  );
}
