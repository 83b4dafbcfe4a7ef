import { concat, keccak256, toBeHex } from 'ethers';

const INDEX_BYTES = 8;

/**
 * The id of the command that Axelar executes on an EVM chain for an event: keccak256 of source transaction, place of the event among the
 * transaction's logs (little-endian) and chain number. Source: axelarnetwork/axelar-core x/evm/types, `NewCommandID`.
 */
export function commandId(sourceTx: string, place: number, toChain: number): string {
  const index = Buffer.alloc(INDEX_BYTES);
  index.writeBigUInt64LE(BigInt(place));
  return keccak256(concat([sourceTx, index, toBeHex(toChain)]));
}
