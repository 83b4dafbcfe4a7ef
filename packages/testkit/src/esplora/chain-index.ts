import type { ListedOutput, ListedTransaction } from './utxo-transaction.ts';

/** A block of an index; hashes without 0x. */
export type ListedBlock = {
  readonly hash: string;
  readonly previous: string | undefined;
  /** Unix seconds. */
  readonly time: number;
  readonly txids: readonly string[];
};

export type SpendingInput = { readonly txid: string; readonly vin: number };

/** What is known of mined and waiting transactions, found by id, by coin and by script. */
export type ChainIndex = {
  /** Adds a block with its transactions; those that wait and spend the same coins are dropped. */
  mine(height: number, block: Omit<ListedBlock, 'txids'>, transactions: readonly ListedTransaction[]): void;
  /** Takes a block out again. @returns its transactions */
  unmine(height: number): readonly ListedTransaction[];
  /** Lets a transaction wait; those that wait and spend the same coins are dropped. */
  wait(transaction: ListedTransaction): void;
  drop(txid: string): void;
  waiting(): readonly string[];
  blockAt(height: number): ListedBlock | undefined;
  heightOf(hash: string): number | undefined;
  /** `height` is undefined for one that waits. */
  find(txid: string): { readonly transaction: ListedTransaction; readonly height: number | undefined } | undefined;
  /** By a mined transaction, else by one that waits. */
  spender(txid: string, place: number): readonly SpendingInput[];
  output(txid: string, place: number): ListedOutput | undefined;
  /** Mined transactions that pay a script (hex) or spend what it holds, oldest first. */
  history(script: string): readonly string[];
};

type Entry = { readonly transaction: ListedTransaction; readonly height: number | undefined };

export function createChainIndex(): ChainIndex {
  const blocks = new Map<number, ListedBlock>();
  const heights = new Map<string, number>();
  const entries = new Map<string, Entry>();
  const spends = new Map<string, SpendingInput[]>();
  const byScript = new Map<string, string[]>();

  function scriptsOf({ vin, vout }: ListedTransaction): ReadonlySet<string> {
    const spent = vin.flatMap((input) => (input.prevout ?? output(input.txid, input.vout))?.scriptpubkey ?? []);
    return new Set([...spent, ...vout.map(({ scriptpubkey }) => scriptpubkey)]);
  }

  function output(txid: string, place: number): ListedOutput | undefined {
    return entries.get(txid)?.transaction.vout[place];
  }

  function add(transaction: ListedTransaction, height: number | undefined): void {
    const { txid, vin } = transaction;
    remove(txid);
    for (const input of vin) {
      for (const other of spends.get(placeOf(input)) ?? []) {
        if (entries.get(other.txid)?.height === undefined) drop(other.txid);
      }
    }
    entries.set(txid, { transaction, height });
    vin.forEach((input, at) => {
      if (input.is_coinbase === true) return;
      spends.set(placeOf(input), [...(spends.get(placeOf(input)) ?? []), { txid, vin: at }]);
    });
    if (height === undefined) return;
    for (const script of scriptsOf(transaction)) {
      const list = byScript.get(script);
      if (list === undefined) byScript.set(script, [txid]);
      else list.push(txid);
    }
  }

  function remove(txid: string): void {
    const entry = entries.get(txid);
    if (entry === undefined) return;
    const { transaction, height } = entry;
    for (const input of transaction.vin) {
      const left = (spends.get(placeOf(input)) ?? []).filter((spend) => spend.txid !== txid);
      if (left.length === 0) spends.delete(placeOf(input));
      else spends.set(placeOf(input), left);
    }
    if (height !== undefined) {
      for (const script of scriptsOf(transaction)) {
        byScript.set(
          script,
          (byScript.get(script) ?? []).filter((other) => other !== txid),
        );
      }
    }
    entries.delete(txid);
  }

  /** With all that spends what it makes. */
  function drop(txid: string): void {
    const outputs = entries.get(txid)?.transaction.vout.length ?? 0;
    remove(txid);
    for (let place = 0; place < outputs; place += 1) {
      for (const spend of spends.get(`${txid}:${place}`) ?? []) drop(spend.txid);
    }
  }

  return {
    mine(height, block, transactions) {
      for (const transaction of transactions) add(transaction, height);
      blocks.set(height, { ...block, txids: transactions.map(({ txid }) => txid) });
      heights.set(block.hash, height);
    },
    unmine(height) {
      const block = blocks.get(height);
      if (block === undefined) return [];
      const taken = block.txids.flatMap((txid) => entries.get(txid)?.transaction ?? []);
      for (const txid of block.txids.toReversed()) remove(txid);
      blocks.delete(height);
      heights.delete(block.hash);
      return taken;
    },
    wait: (transaction) => add(transaction, undefined),
    drop,
    waiting: () => [...entries].flatMap(([txid, { height }]) => (height === undefined ? [txid] : [])),
    blockAt: (height) => blocks.get(height),
    heightOf: (hash) => heights.get(hash),
    find: (txid) => entries.get(txid),
    spender: (txid, place) => spends.get(`${txid}:${place}`) ?? [],
    output,
    history: (script) => byScript.get(script) ?? [],
  };
}

function placeOf({ txid, vout }: { readonly txid: string; readonly vout: number }): string {
  return `${txid}:${vout}`;
}
