import { SourceError } from '@fundtrail/core';
import { listWithin, textWithin, within } from '../decode/answer.ts';

/** A coin as answers tell it; `amount` in 1e-8 whatever the asset. */
export type ToldCoin = { readonly asset: string; readonly amount: string };

/** One transaction that goes in or out. `tx` is empty for what the network pays on its own chain. */
export type ToldTransfer = {
  readonly tx: string;
  readonly account: string | undefined;
  readonly coins: readonly ToldCoin[];
  /** To one who brought the swap. */
  readonly affiliate: boolean;
};

/** What Midgard tells of one thing that the network did. */
export type ThorAction = {
  /** `swap`, `refund`, `withdraw`, … */
  readonly type: string;
  readonly status: string;
  readonly ins: readonly ToldTransfer[];
  readonly outs: readonly ToldTransfer[];
  readonly memo: string | undefined;
  /** Why it was refunded. */
  readonly reason: string | undefined;
};

/**
 * The actions of a page of Midgard, v2 (`/v2/actions`) or v1 (`/v1/txs`).
 * @throws SourceError `malformed` for an answer of another form
 */
export function readActions(answer: unknown, source: string): readonly ThorAction[] {
  const told = within(answer, 'actions') ?? within(answer, 'txs');
  if (!Array.isArray(told)) throw new SourceError('malformed', source, 'the answer has no actions');
  return told.map((one) => readAction(one, source));
}

function readAction(told: unknown, source: string): ThorAction {
  const type = textWithin(told, 'type');
  const status = textWithin(told, 'status');
  if (type === undefined || status === undefined) throw new SourceError('malformed', source, 'an action has no type');
  const ins = transfers(told, 'in', source);
  const [metadata] = Object.values(within(told, 'metadata') ?? {});
  return {
    type: type.toLowerCase(),
    status: status.toLowerCase(),
    ins,
    outs: transfers(told, 'out', source),
    memo: textWithin(metadata, 'memo') ?? textWithin(told, 'in', 'memo'),
    reason: textWithin(metadata, 'reason') ?? textWithin(told, 'options', 'reason'),
  };
}

/** v1 tells one `in`, v2 a list. */
function transfers(told: unknown, field: 'in' | 'out', source: string): readonly ToldTransfer[] {
  const value = within(told, field);
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => {
    if (typeof one !== 'object' || one === null) throw new SourceError('malformed', source, `an ${field} is none`);
    return readTransfer(one);
  });
}

/** Stands for the hash of what the network pays on its own chain, where it is not left empty. */
export const NO_HASH = /^0*$/;

/** A transfer of Midgard, or a transaction of a node. */
export function readTransfer(told: unknown): ToldTransfer {
  const tx = textWithin(told, 'txID') ?? textWithin(told, 'id') ?? '';
  return {
    tx: NO_HASH.test(tx) ? '' : tx,
    account: textWithin(told, 'address') ?? textWithin(told, 'to_address'),
    coins: listWithin(told, 'coins').flatMap((coin): ToldCoin[] => {
      const [asset, amount] = [textWithin(coin, 'asset'), textWithin(coin, 'amount')];
      return asset === undefined || amount === undefined ? [] : [{ asset, amount }];
    }),
    affiliate: within(told, 'affiliate') === true,
  };
}
