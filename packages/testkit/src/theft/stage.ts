import { type Address, type AssetRef, type Clock, FundtrailError, type Hash } from '@fundtrail/core';
import { JsonRpcProvider, Network, toQuantity } from 'ethers';
import { type Book, createBook } from './book.ts';

/** Above anvil's base fee of 1 gwei, which only falls while blocks are nearly empty: fees come out the same each time. */
export const GAS_PRICE = 2_000_000_000n;
export const TRANSFER_GAS = 21_000n;
/** What a plain payment costs its sender. */
export const TRANSFER_FEE = TRANSFER_GAS * GAS_PRICE;
export const CALL_GAS = 400_000n;
const CREATE_GAS = 6_000_000n;
const RECEIPT_TRIES = 600;
const RECEIPT_PAUSE_MS = 100;

export type Act = {
  readonly from: Address;
  readonly to: Address;
  readonly value?: bigint;
  readonly data?: string;
  /** For a plain payment to a contract, which runs code too. */
  readonly gas?: bigint;
  /** Signed EIP-7702 authorizations, as `eth_sendTransaction` takes them. */
  readonly authorizations?: readonly unknown[];
};

/** A local chain on which accounts act without keys, and the book of what they did. */
export type Stage = {
  readonly chainId: number;
  readonly book: Book;
  /** Anvil's own unlocked accounts. */
  readonly devAccounts: readonly Address[];
  /** Sends a transaction and waits until it is in a block; the value and the fee are written into the book. */
  act(act: Act): Promise<Hash>;
  /** The same, for a transaction that must fail: only its fee counts. */
  actInVain(act: Act): Promise<Hash>;
  /** Creates a contract; resolves to its address. */
  create(from: Address, code: string): Promise<Address>;
  /** Gives an account code, as an EIP-7702 authorization signed by it would. */
  delegate(wallet: Address, delegate: Address): Promise<void>;
  blockOf(hash: Hash): Promise<number>;
  balanceOf(address: Address, asset: AssetRef): Promise<bigint>;
  close(): Promise<void>;
};

type Receipt = { readonly hash: Hash; readonly ok: boolean; readonly fee: bigint; readonly created: Address | null };

/** @throws FundtrailError when the chain behind the URL is not one of anvil's. */
export async function openStage(url: string, clock: Clock, signal?: AbortSignal): Promise<Stage> {
  const probe = new JsonRpcProvider(url, undefined, { batchMaxCount: 1 });
  const { chainId } = await probe.getNetwork().finally(() => probe.destroy());
  const network = Network.from(chainId);
  const provider = new JsonRpcProvider(url, network, { staticNetwork: network, batchMaxCount: 1 });
  const book = createBook();
  try {
    await provider.send('anvil_autoImpersonateAccount', [true]);
  } catch (cause) {
    provider.destroy();
    throw new FundtrailError('not_anvil', 'a theft can only be played on a local anvil chain', { cause });
  }

  const send = async (act: Partial<Act> & { readonly from: Address }, gas: bigint): Promise<Receipt> => {
    signal?.throwIfAborted();
    const hash: Hash = await provider.send('eth_sendTransaction', [
      {
        from: act.from,
        ...(act.to === undefined ? {} : { to: act.to }),
        ...(act.data === undefined ? {} : { data: act.data }),
        value: toQuantity(act.value ?? 0n),
        gas: toQuantity(gas),
        ...(act.authorizations === undefined
          ? { gasPrice: toQuantity(GAS_PRICE) }
          : {
              maxFeePerGas: toQuantity(GAS_PRICE),
              maxPriorityFeePerGas: toQuantity(GAS_PRICE),
              authorizationList: act.authorizations,
            }),
      },
    ]);
    for (let tries = 0; tries < RECEIPT_TRIES; tries += 1) {
      const receipt: Record<string, string> | null = await provider.send('eth_getTransactionReceipt', [hash]);
      if (receipt === null) {
        await clock.sleep(RECEIPT_PAUSE_MS, signal);
        continue;
      }
      const fee = BigInt(receipt.gasUsed ?? 0) * BigInt(receipt.effectiveGasPrice ?? 0);
      book.fee(act.from, fee);
      return { hash, ok: receipt.status === '0x1', fee, created: receipt.contractAddress ?? null };
    }
    throw new FundtrailError('not_mined', `no block took transaction ${hash}`);
  };
  const gasOf = (act: Act): bigint => act.gas ?? (act.data === undefined ? TRANSFER_GAS : CALL_GAS);

  return {
    chainId: Number(chainId),
    book,
    devAccounts: await provider.send('eth_accounts', []),
    act: async (act) => {
      const { hash, ok } = await send(act, gasOf(act));
      if (!ok) throw new FundtrailError('reverted', `transaction ${hash} from ${act.from} to ${act.to} failed`);
      book.move('native', act.from, act.to, act.value ?? 0n);
      return hash;
    },
    actInVain: async (act) => {
      const { hash, ok } = await send(act, gasOf(act));
      if (ok) throw new FundtrailError('not_reverted', `transaction ${hash} should have failed`);
      return hash;
    },
    create: async (from, code) => {
      const { hash, ok, created } = await send({ from, data: code }, CREATE_GAS);
      if (!ok || created === null) throw new FundtrailError('reverted', `no contract came of transaction ${hash}`);
      return created.toLowerCase();
    },
    delegate: async (wallet, delegate) => {
      await provider.send('anvil_setCode', [wallet, `0xef0100${delegate.slice(2)}`]);
    },
    blockOf: async (hash) => {
      const receipt: { blockNumber: string } = await provider.send('eth_getTransactionReceipt', [hash]);
      return Number(receipt.blockNumber);
    },
    balanceOf: async (address, asset) => {
      if (asset === 'native') return BigInt(await provider.send('eth_getBalance', [address, 'latest']));
      const data = `0x70a08231${address.slice(2).padStart(64, '0')}`;
      return BigInt(await provider.send('eth_call', [{ to: asset, data }, 'latest']));
    },
    close: async () => {
      try {
        await provider.send('anvil_autoImpersonateAccount', [false]);
      } finally {
        provider.destroy();
      }
    },
  };
}
