import type { Address, Hash } from '@fundtrail/core';
import type { Stage } from '../theft/stage.ts';
import { creationCode, publishedContract } from './artefact.ts';

/** Tokens that are no amounts: OpenZeppelin's ERC-721 and ERC-1155. The book does not keep them. */
export type Collectibles = {
  readonly erc721: Address;
  readonly erc1155: Address;
  /** The pieces are numbered from 0 in the order of their minting. */
  mint721(to: Address): Promise<Hash>;
  send721(from: Address, to: Address, piece: bigint): Promise<Hash>;
  mint1155(to: Address, kind: bigint, amount: bigint): Promise<Hash>;
  send1155(from: Address, to: Address, kind: bigint, amount: bigint): Promise<Hash>;
  /** Several kinds in one TransferBatch. */
  sendBatch1155(from: Address, to: Address, pieces: readonly { kind: bigint; amount: bigint }[]): Promise<Hash>;
};

export async function deployCollectibles(stage: Stage, maker: Address): Promise<Collectibles> {
  const one = publishedContract('@openzeppelin/contracts/build/contracts/ERC721PresetMinterPauserAutoId.json');
  const many = publishedContract('@openzeppelin/contracts/build/contracts/ERC1155PresetMinterPauser.json');
  const erc721 = await stage.create(maker, creationCode(one, ['Example Art', 'ART', 'https://art.example/']));
  const erc1155 = await stage.create(maker, creationCode(many, ['https://items.example/{id}']));
  return {
    erc721,
    erc1155,
    mint721: (to) => stage.act({ from: maker, to: erc721, data: one.abi.encodeFunctionData('mint', [to]) }),
    send721: (from, to, piece) =>
      stage.act({ from, to: erc721, data: one.abi.encodeFunctionData('transferFrom', [from, to, piece]) }),
    mint1155: (to, kind, amount) =>
      stage.act({ from: maker, to: erc1155, data: many.abi.encodeFunctionData('mint', [to, kind, amount, '0x']) }),
    send1155: (from, to, kind, amount) => {
      const data = many.abi.encodeFunctionData('safeTransferFrom', [from, to, kind, amount, '0x']);
      return stage.act({ from, to: erc1155, data });
    },
    sendBatch1155: (from, to, pieces) => {
      const [kinds, amounts] = [pieces.map(({ kind }) => kind), pieces.map(({ amount }) => amount)];
      const data = many.abi.encodeFunctionData('safeBatchTransferFrom', [from, to, kinds, amounts, '0x']);
      return stage.act({ from, to: erc1155, data });
    },
  };
}
