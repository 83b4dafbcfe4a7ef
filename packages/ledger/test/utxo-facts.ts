import {
  type AccountId,
  type Address,
  accountId,
  type ChainId,
  coinOf,
  type Hash,
  type Leg,
  NO_ADDRESS,
  TRANSFER_KINDS,
  type TransactionFact,
  UTXO_POLICIES,
} from '@fundtrail/core';
import {
  createReplay,
  type Flow,
  type LedgerAccount,
  type Replay,
  type ReplayOptions,
  type Stop,
} from '../src/index.ts';

export const BITCOIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';
export const BTC = `${BITCOIN}/slip44:0`;

/** A script for a short name of test's own: `data…` is an OP_RETURN. */
export function scriptOf(name: string): Address {
  const hex = Buffer.from(name).toString('hex');
  return name.startsWith('data') ? `0x6a${hex}` : `0x0014${hex.padStart(40, '0')}`;
}

/** An owner's account id. */
export function ownerId(name: string): AccountId {
  return accountId(BITCOIN, scriptOf(name));
}

/** A transaction's id for its name. */
export function txid(name: string): Hash {
  return `0x${Buffer.from(name).toString('hex').padStart(64, '0')}`;
}

/** The account id of the coin that `a:0` names. */
export function coinId(text: string): AccountId {
  return accountId(BITCOIN, coinAddress(text));
}

function coinAddress(text: string): Address {
  const [name = '', place = '0'] = text.split(':');
  return coinOf(txid(name), Number(place));
}

/** `[coin it spends, its owner, its amount]` and `[owner, amount]`. */
export type InputText = readonly [coin: string, owner: string, amount: bigint | number];
export type OutputText = readonly [owner: string, amount: bigint | number];

export function utxoTx(
  name: string,
  block: number,
  inputs: readonly InputText[],
  outputs: readonly OutputText[],
  more: Partial<TransactionFact> = {},
): TransactionFact {
  const hash = txid(name);
  const spends = inputs.map(
    ([coin, owner, amount], place): Leg => ({
      id: `in:${place}`,
      kind: 'input',
      from: coinAddress(coin),
      to: NO_ADDRESS,
      asset: 'native',
      amount: BigInt(amount),
      owner: scriptOf(owner),
    }),
  );
  const makes = outputs.map(
    ([owner, amount], place): Leg => ({
      id: `out:${place}`,
      kind: 'output',
      from: NO_ADDRESS,
      to: coinOf(hash, place),
      asset: 'native',
      amount: BigInt(amount),
      owner: scriptOf(owner),
    }),
  );
  return {
    chain: BITCOIN,
    hash,
    block,
    index: -1,
    time: block * 600,
    success: true,
    legs: [...spends, ...makes],
    whole: TRANSFER_KINDS,
    ...more,
  };
}

export type UtxoOptions = Partial<Omit<ReplayOptions, 'stopOf' | 'floors'>> & {
  /** By owner's name, or by coin (`a:0`). */
  readonly stops?: Readonly<Record<string, Stop['kind']>>;
  /** 0 unless given; null: not known yet. */
  readonly floor?: bigint | null;
};

export function utxoOptions({ stops = {}, floor = 0n, ...rest }: UtxoOptions): ReplayOptions {
  const byId = new Map(
    Object.entries(stops).map(([name, kind]) => [name.includes(':') ? coinId(name) : ownerId(name), kind]),
  );
  return {
    policies: UTXO_POLICIES,
    seeds: [],
    open: new Set(),
    maxHops: 40,
    isCode: () => true,
    ...rest,
    floors: floor === null ? undefined : new Map([[BTC, floor]]),
    stopOf(id) {
      const kind = byId.get(id);
      return kind === undefined ? undefined : { kind, entity: 'someone', reason: 'labelled' };
    },
  };
}

export type Played = {
  readonly replay: Replay;
  readonly flows: readonly Flow[];
  /** By `a:0`, or `a` for a pot. */
  row(coin: string): LedgerAccount | undefined;
};

export function playUtxo(options: UtxoOptions, facts: Iterable<TransactionFact>): Played {
  const flows: Flow[] = [];
  const replay = createReplay({ ...utxoOptions(options), onFlow: (flow) => void flows.push(flow) });
  for (const fact of facts) replay.apply(fact);
  const rows = new Map(replay.result().accounts.map((row) => [row.account, row]));
  return {
    replay,
    flows,
    row: (coin) => rows.get(coin.includes(':') ? coinId(coin) : accountId(BITCOIN, `0xfe${txid(coin).slice(2)}`)),
  };
}

/** A transaction seed for a name. */
export function theft(name: string, account?: AccountId): ReplayOptions['seeds'][number] {
  return { kind: 'transaction', chain: BITCOIN, hash: txid(name), ...(account === undefined ? {} : { account }) };
}
