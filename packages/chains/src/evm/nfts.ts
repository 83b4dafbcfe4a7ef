import type { Address, NftTransfer } from '@fundtrail/core';
import { AbiCoder } from 'ethers';
import { addressOfWord, isAddressWord, type LogView, TRANSFER_TOPIC } from './logs.ts';

/** keccak256 of `TransferSingle(address,address,address,uint256,uint256)`. */
export const TRANSFER_SINGLE_TOPIC = '0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62';
/** keccak256 of `TransferBatch(address,address,address,uint256[],uint256[])`. */
export const TRANSFER_BATCH_TOPIC = '0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb';

const PAIR = /^0x[0-9a-f]{128}$/;

/**
 * The movements of things in a transaction's logs, in log order: ERC-721 Transfer (all three values are topics, no data), ERC-1155
 * TransferSingle and TransferBatch. A log that only imitates one of these is passed over.
 */
export function nftTransfers(logs: readonly LogView[]): readonly NftTransfer[] {
  return logs.flatMap((log): readonly NftTransfer[] => {
    if (log.topics.length !== 4) return [];
    switch (log.topics[0]) {
      case TRANSFER_TOPIC:
        return readErc721(log);
      case TRANSFER_SINGLE_TOPIC:
        return readSingle(log);
      case TRANSFER_BATCH_TOPIC:
        return readBatch(log);
      default:
        return [];
    }
  });
}

function readErc721(log: LogView): readonly NftTransfer[] {
  const [, from = '', to = '', tokenId = ''] = log.topics;
  const parties = readParties(from, to);
  if (parties === undefined || log.data !== '0x') return [];
  return [{ ...about(log, 'erc721'), ...parties, tokenId: BigInt(tokenId), quantity: 1n }];
}

function readSingle(log: LogView): readonly NftTransfer[] {
  const [, , from = '', to = ''] = log.topics;
  const parties = readParties(from, to);
  if (parties === undefined || !PAIR.test(log.data)) return [];
  const [tokenId, quantity] = [BigInt(log.data.slice(0, 66)), BigInt(`0x${log.data.slice(66)}`)];
  return [{ ...about(log, 'erc1155'), ...parties, tokenId, quantity }];
}

function readBatch(log: LogView): readonly NftTransfer[] {
  const [, , from = '', to = ''] = log.topics;
  const parties = readParties(from, to);
  const lists = parties === undefined ? undefined : decodeLists(log.data);
  if (parties === undefined || lists === undefined) return [];
  const { id, ...rest } = about(log, 'erc1155');
  return lists.ids.map((tokenId, place) => ({
    ...{ id: `${id}:${place}`, ...rest, ...parties },
    tokenId,
    quantity: lists.quantities[place] ?? 0n,
  }));
}

/** Undefined for data of another form: anybody can emit such a log. */
function decodeLists(
  data: string,
): { readonly ids: readonly bigint[]; readonly quantities: readonly bigint[] } | undefined {
  try {
    const [ids, quantities] = AbiCoder.defaultAbiCoder().decode(['uint256[]', 'uint256[]'], data);
    const lists = { ids: [...(ids as Iterable<bigint>)], quantities: [...(quantities as Iterable<bigint>)] };
    return lists.ids.length === lists.quantities.length ? lists : undefined;
  } catch {
    return undefined;
  }
}

function about<S extends NftTransfer['standard']>(log: LogView, standard: S) {
  return { id: `log:${log.index}`, standard, contract: log.address };
}

function readParties(from: string, to: string): { readonly from: Address; readonly to: Address } | undefined {
  if (!isAddressWord(from) || !isAddressWord(to)) return undefined;
  return { from: addressOfWord(from), to: addressOfWord(to) };
}
