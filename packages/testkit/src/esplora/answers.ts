import { type Address, addressOf, InputError, parseAddress, scriptType } from '@fundtrail/core';
import type { EsploraBackend } from './backend.ts';
import type { ListedInput, ListedOutput, ListedTransaction } from './utxo-transaction.ts';

/** An answer of the API: JSON, a bare word, bytes, or a refusal in words. */
export type EsploraAnswer =
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'refusal'; readonly status: number; readonly text: string };

export type ViewOptions = {
  /** Blocks that the view is behind the chain. */
  readonly lag: number;
  readonly pageSize: number;
};

type Route = readonly [
  name: string,
  answer: (view: View, parts: readonly string[]) => EsploraAnswer | Promise<EsploraAnswer>,
];

/** Blocks of a page of `/blocks`. */
const BLOCKS_PAGE = 10;
const TYPES: Readonly<Record<string, string>> = {
  p2wpkh: 'v0_p2wpkh',
  p2wsh: 'v0_p2wsh',
  p2tr: 'v1_p2tr',
  data: 'op_return',
  witness: 'unknown',
  other: 'unknown',
};

const ROUTES: readonly Route[] = [
  ['/blocks/tip/height', (view) => text(String(view.tip))],
  ['/blocks/tip/hash', (view) => text(view.backend.blockAt(view.tip).hash)],
  ['/blocks', (view) => json(view.blocks(view.tip))],
  ['/blocks/:start', (view, [start]) => json(view.blocks(Number(start)))],
  ['/block-height/:height', (view, [height]) => view.hashAt(Number(height))],
  ['/block/:hash', (view, [hash]) => view.atHash(hash, (height) => json(view.block(height)))],
  ['/block/:hash/txids', (view, [hash]) => view.atHash(hash, (height) => json(view.backend.blockAt(height).txids))],
  ['/block/:hash/raw', (view, [hash]) => view.raw(hash, (bytes) => ({ kind: 'bytes', bytes }))],
  [
    '/block/:hash/header',
    (view, [hash]) => view.raw(hash, (bytes) => text(Buffer.from(bytes.subarray(0, 80)).toString('hex'))),
  ],
  ['/tx/:txid', (view, [txid]) => view.known(txid, (transaction) => json(view.transaction(transaction)))],
  ['/tx/:txid/status', (view, [txid]) => view.known(txid, (transaction) => json(view.status(transaction.txid)))],
  ['/tx/:txid/outspends', (view, [txid]) => view.known(txid, (transaction) => json(view.outspends(transaction)))],
  [
    '/address/:address',
    (view, [address]) => view.address(address, (script) => json(view.stats(address ?? '', script))),
  ],
  ['/address/:address/txs/chain', (view, [address]) => view.address(address, (script) => json(view.history(script)))],
  [
    '/address/:address/txs/chain/:last_seen',
    (view, [address, last]) => view.address(address, (script) => json(view.history(script, last))),
  ],
  ['/mempool/txids', (view) => json(view.backend.index.waiting())],
];
const MATCHERS = ROUTES.map(([name, answer]) => ({
  name,
  answer,
  pattern: new RegExp(`^${name.replaceAll(/:[a-z_]+/g, '([^/]+)')}$`),
}));

/** The name of the route that a path is of. */
export function routeOf(path: string): string {
  return MATCHERS.find(({ pattern }) => pattern.test(path))?.name ?? path;
}

/** Answers a question from a chain the way Esplora does, with its own words for every refusal. */
export async function answerFrom(backend: EsploraBackend, path: string, options: ViewOptions): Promise<EsploraAnswer> {
  for (const { pattern, answer } of MATCHERS) {
    const parts = pattern.exec(path);
    if (parts !== null) return answer(createView(backend, options), parts.slice(1));
  }
  return refusal(404, 'endpoint does not exist');
}

type View = ReturnType<typeof createView>;

/** The chain as a server shows it. */
function createView(backend: EsploraBackend, { lag, pageSize }: ViewOptions) {
  const { index, chain } = backend;
  const tip = Math.max(0, backend.tip() - lag);
  const isShown = (height: number | undefined): boolean => height === undefined || height <= tip;

  function find(
    txid: string,
  ): { readonly transaction: ListedTransaction; readonly height: number | undefined } | undefined {
    const found = index.find(txid);
    return found !== undefined && isShown(found.height) ? found : undefined;
  }

  function status(txid: string) {
    const height = find(txid)?.height;
    if (height === undefined) return { confirmed: false };
    const { hash, time } = backend.blockAt(height);
    return { confirmed: true, block_height: height, block_hash: hash, block_time: time };
  }

  function output({ scriptpubkey, value }: ListedOutput) {
    const script: Address = `0x${scriptpubkey}`;
    const type = scriptType(script);
    const address = addressOf(script, chain);
    return {
      scriptpubkey,
      scriptpubkey_asm: '',
      scriptpubkey_type: TYPES[type] ?? type,
      ...(address === undefined ? {} : { scriptpubkey_address: address }),
      value,
    };
  }

  const spent = (input: ListedInput): ListedOutput | null =>
    input.is_coinbase === true ? null : (index.output(input.txid, input.vout) ?? input.prevout ?? null);

  function transaction(listed: ListedTransaction) {
    const { txid, version, locktime, vin, vout } = listed;
    const inputs = vin.map((input) => {
      const prevout = spent(input);
      return {
        txid: input.txid,
        vout: input.vout,
        prevout: prevout === null ? null : output(prevout),
        scriptsig: input.scriptsig ?? '',
        scriptsig_asm: '',
        ...(input.witness === undefined ? {} : { witness: input.witness }),
        is_coinbase: input.is_coinbase ?? false,
        sequence: input.sequence ?? 0xff_ff_ff_ff,
      };
    });
    const paid = inputs.reduce((sum, { prevout }) => sum + (prevout?.value ?? 0), 0);
    const fee = Math.max(0, paid - vout.reduce((sum, { value }) => sum + value, 0));
    return {
      txid,
      version,
      locktime,
      vin: inputs,
      vout: vout.map(output),
      size: 0,
      weight: 0,
      fee,
      status: status(txid),
    };
  }

  function outspends({ txid, vout }: ListedTransaction) {
    return vout.map((_output, place) => {
      const spends = index.spender(txid, place).filter((spend) => find(spend.txid) !== undefined);
      const spend = spends.find((one) => find(one.txid)?.height !== undefined) ?? spends[0];
      return spend === undefined ? { spent: false } : { spent: true, ...spend, status: status(spend.txid) };
    });
  }

  function block(height: number) {
    const { hash, previous, time, txids } = backend.blockAt(height);
    const about = { id: hash, height, version: 4, timestamp: time, tx_count: txids.length, mediantime: time };
    return { ...about, size: 0, weight: 0, merkle_root: '0'.repeat(64), previousblockhash: previous ?? null };
  }

  /** Hash of a shown block. */
  function heightOf(hash: string | undefined): number | undefined {
    const height = backend.heightOf(hash ?? '');
    return height !== undefined && isShown(height) ? height : undefined;
  }

  const mined = (script: string): readonly string[] =>
    index.history(script).filter((txid) => find(txid)?.height !== undefined);

  return {
    backend,
    tip,
    block,
    outspends,
    transaction,
    status,
    blocks: (start: number) =>
      Array.from({ length: Math.min(BLOCKS_PAGE, start + 1) }, (_, at) => block(Math.min(start, tip) - at)),
    hashAt: (height: number) =>
      Number.isInteger(height) && height >= 0 && height <= tip
        ? text(backend.blockAt(height).hash)
        : refusal(404, 'Block not found'),
    atHash(hash: string | undefined, answer: (height: number) => EsploraAnswer): EsploraAnswer {
      const height = heightOf(hash);
      return height === undefined ? refusal(404, 'Block not found') : answer(height);
    },
    async raw(hash: string | undefined, answer: (bytes: Uint8Array) => EsploraAnswer): Promise<EsploraAnswer> {
      const height = heightOf(hash);
      const bytes = height === undefined ? undefined : await backend.rawBlock(height);
      return bytes === undefined ? refusal(404, 'Block not found') : answer(bytes);
    },
    known(txid: string | undefined, answer: (transaction: ListedTransaction) => EsploraAnswer): EsploraAnswer {
      if (!/^[0-9a-f]{64}$/i.test(txid ?? '')) return refusal(400, 'Invalid hex string');
      const found = find((txid ?? '').toLowerCase());
      return found === undefined ? refusal(404, 'Transaction not found') : answer(found.transaction);
    },
    address(address: string | undefined, answer: (script: string) => EsploraAnswer): EsploraAnswer {
      try {
        return answer(parseAddress(address ?? '', chain).slice(2));
      } catch (error) {
        if (error instanceof InputError) return refusal(400, 'Invalid Bitcoin address');
        throw error;
      }
    },
    history(script: string, after?: string) {
      const newest = mined(script).toReversed();
      // As electrs does: what it does not know is followed by nothing.
      const from = after === undefined ? 0 : newest.indexOf(after) + 1 || newest.length;
      return newest.slice(from, from + pageSize).flatMap((txid) => {
        const found = find(txid);
        return found === undefined ? [] : [transaction(found.transaction)];
      });
    },
    stats(address: string, script: string) {
      const none = { funded_txo_count: 0, funded_txo_sum: 0, spent_txo_count: 0, spent_txo_sum: 0, tx_count: 0 };
      return { address, chain_stats: { ...none, tx_count: mined(script).length }, mempool_stats: none };
    },
  };
}

function json(value: unknown): EsploraAnswer {
  return { kind: 'json', json: value };
}

function text(word: string): EsploraAnswer {
  return { kind: 'text', text: word };
}

function refusal(status: number, words: string): EsploraAnswer {
  return { kind: 'refusal', status, text: words };
}
