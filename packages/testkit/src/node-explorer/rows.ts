import type { RecordedRow } from '../recorded-explorer/recording.ts';
import type { IndexedBlock, RawFrame, RawLog, RawReceipt, RawTransaction } from './indexed-block.ts';

/** keccak256 of Transfer(address,address,uint256). */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** With the third value indexed, too, it is the transfer of an ERC-721. */
const ERC20_TOPICS = 3;
const KINDS: Readonly<Record<RawFrame['type'], string>> = { call: 'call', create: 'create', suicide: 'selfdestruct' };

/** What a token says of itself. */
export type TokenNames = { readonly name: string; readonly symbol: string; readonly decimals: string };

/** Rows of `txlist` that concern the account: it sent, was called or was created. */
export function topRows(blocks: readonly IndexedBlock[], account: string): RecordedRow[] {
  const height = blocks.at(-1)?.number ?? 0;
  return blocks.flatMap((block) =>
    pairs(block).flatMap(([transaction, receipt]): RecordedRow[] => {
      if (![transaction.from, transaction.to, receipt.contractAddress].includes(account)) return [];
      return [
        {
          ...placeOf(block, receipt, height),
          nonce: decimal(transaction.nonce),
          from: transaction.from,
          to: transaction.to ?? '',
          value: decimal(transaction.value),
          gas: decimal(transaction.gas),
          gasPrice: decimal(receipt.effectiveGasPrice),
          isError: receipt.status === '0x1' ? '0' : '1',
          txreceipt_status: String(Number(receipt.status)),
          input: transaction.input,
          contractAddress: receipt.contractAddress ?? '',
          methodId: transaction.input.length > 2 ? transaction.input.slice(0, 10) : '0x',
          functionName: '',
        },
      ];
    }),
  );
}

/** Rows of `txlistinternal`: of one account, with the names that tell them apart, or of one transaction, without. */
export function internalRows(
  blocks: readonly IndexedBlock[],
  of: { readonly account: string } | { readonly transaction: string },
): RecordedRow[] {
  return blocks.flatMap((block) =>
    block.frames.flatMap((frame): RecordedRow[] => {
      const { from, to, created, value } = moveOf(frame);
      const isTop = frame.traceAddress.length === 0;
      const movesNothing = frame.type === 'call' && (value === 0n || frame.action.callType !== 'call');
      if (isTop || movesNothing) return [];
      if ('account' in of && ![from, to, created].includes(of.account)) return [];
      if ('transaction' in of && frame.transactionHash !== of.transaction) return [];
      const failed = isUndone(frame, block.frames);
      return [
        {
          blockNumber: String(block.number),
          timeStamp: String(block.time),
          ...('account' in of ? { hash: frame.transactionHash } : {}),
          from,
          to,
          value: String(value),
          contractAddress: created,
          input: '',
          type: frame.action.creationMethod ?? KINDS[frame.type],
          gas: decimal(frame.action.gas ?? '0x0'),
          gasUsed: decimal(frame.result?.gasUsed ?? '0x0'),
          ...('account' in of ? { traceId: ['0', ...frame.traceAddress].join('_') } : {}),
          isError: failed ? '1' : '0',
          errCode: failed ? (frame.error ?? '') : '',
        },
      ];
    }),
  );
}

/** Rows of `tokentx` that concern the account. An explorer does not tell which log a row is from. */
export function tokenRows(
  blocks: readonly IndexedBlock[],
  account: string,
  names: ReadonlyMap<string, TokenNames>,
): RecordedRow[] {
  const height = blocks.at(-1)?.number ?? 0;
  return blocks.flatMap((block) =>
    pairs(block).flatMap(([transaction, receipt]) =>
      receipt.logs.filter(isTransfer).flatMap((log): RecordedRow[] => {
        const [from, to] = [addressIn(log.topics[1]), addressIn(log.topics[2])];
        if (from !== account && to !== account) return [];
        const token = names.get(log.address);
        return [
          {
            ...placeOf(block, receipt, height),
            nonce: decimal(transaction.nonce),
            from,
            contractAddress: log.address,
            to,
            value: decimal(log.data),
            tokenName: token?.name ?? '',
            tokenSymbol: token?.symbol ?? '',
            tokenDecimal: token?.decimals ?? '',
            gas: decimal(transaction.gas),
            gasPrice: decimal(receipt.effectiveGasPrice),
            input: 'deprecated',
            methodId: transaction.input.slice(0, 10),
            functionName: '',
          },
        ];
      }),
    ),
  );
}

/** Contracts that logged transfers of an ERC-20. */
export function tokensIn(blocks: readonly IndexedBlock[]): Set<string> {
  const logs = blocks.flatMap((block) => block.receipts.flatMap((receipt) => receipt.logs));
  return new Set(logs.filter(isTransfer).map((log) => log.address));
}

function pairs(block: IndexedBlock): (readonly [RawTransaction, RawReceipt])[] {
  return block.transactions.flatMap((transaction, place) => {
    const receipt = block.receipts[place];
    return receipt === undefined ? [] : [[transaction, receipt] as const];
  });
}

function placeOf(block: IndexedBlock, receipt: RawReceipt, height: number): RecordedRow {
  return {
    blockNumber: String(block.number),
    timeStamp: String(block.time),
    hash: receipt.transactionHash,
    blockHash: block.hash,
    transactionIndex: decimal(receipt.transactionIndex),
    cumulativeGasUsed: decimal(receipt.cumulativeGasUsed),
    gasUsed: decimal(receipt.gasUsed),
    confirmations: String(height - block.number + 1),
  };
}

type Move = { readonly from: string; readonly to: string; readonly created: string; readonly value: bigint };

function moveOf({ type, action, result }: RawFrame): Move {
  if (type === 'suicide') {
    return {
      from: action.address ?? '',
      to: action.refundAddress ?? '',
      created: '',
      value: BigInt(action.balance ?? 0),
    };
  }
  const created = type === 'create' ? (result?.address ?? '') : '';
  return { from: action.from ?? '', to: action.to ?? '', created, value: BigInt(action.value ?? 0) };
}

/** Whether the frame or one that it ran in failed. */
function isUndone(frame: RawFrame, frames: readonly RawFrame[]): boolean {
  return frames.some(
    (other) =>
      other.error !== undefined &&
      other.transactionHash === frame.transactionHash &&
      other.traceAddress.every((step, depth) => frame.traceAddress[depth] === step),
  );
}

function isTransfer(log: RawLog): boolean {
  return log.topics[0] === TRANSFER && log.topics.length === ERC20_TOPICS && log.data.length > 2;
}

function addressIn(topic: string | undefined): string {
  return `0x${(topic ?? '').slice(-40)}`;
}

function decimal(hex: string): string {
  return BigInt(hex).toString();
}
