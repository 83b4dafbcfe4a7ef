import { type ChainId, InputError, isUtxo, LIVE_SPACE, type Source, SourceError } from '@fundtrail/core';

/**
 * A node that did not answer when it was to be opened: opened by the first question that reaches it. Until then each question fails
 * as the opening does, so that others are asked and it is tried again like any other.
 */
export function createLateNode(id: string, chain: ChainId, open: () => Promise<Source>): Source {
  let opened: Source | undefined;
  let opening: Promise<Source> | undefined;
  let stranger: SourceError | undefined;

  async function node(): Promise<Source> {
    if (opened !== undefined) return opened;
    // What is of another chain stays so: no question of this chain is for it.
    if (stranger !== undefined) throw stranger;
    opening ??= open().finally(() => {
      opening = undefined;
    });
    try {
      opened = await opening;
      return opened;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      stranger = new SourceError('unsupported', id, error.detail, { cause: error });
      throw stranger;
    }
  }

  function missing(what: string): SourceError {
    return new SourceError('unsupported', id, `does not tell ${what}`);
  }

  return {
    id,
    coverageIds: [id],
    space: LIVE_SPACE,
    chains: [chain],
    fullHistory: false,
    head: async (asked) => (await node()).head(asked),
    history: async (request) => (await node()).history(request),
    transaction: async (...question) => (await node()).transaction(...question),
    async reading(...question) {
      const source = await node();
      if (source.reading === undefined) throw missing('receipts');
      return source.reading(...question);
    },
    async block(...question) {
      const source = await node();
      if (source.block === undefined) throw missing('blocks');
      return source.block(...question);
    },
    async header(...question) {
      const source = await node();
      if (source.header === undefined) throw missing('heads of blocks');
      return source.header(...question);
    },
    finalized: async (...question) => (await node()).finalized?.(...question),
    async blockAt(...question) {
      const source = await node();
      if (source.blockAt === undefined) throw missing('blocks by their time');
      return source.blockAt(...question);
    },
    ...(isUtxo(chain)
      ? {
          searchesBy: 'blocks',
          async spends(request) {
            const source = await node();
            if (source.spends === undefined) throw missing('what spends coins');
            return source.spends(request);
          },
          async pending(...question) {
            const source = await node();
            if (source.pending === undefined) throw missing('what waits in its mempool');
            return source.pending(...question);
          },
        }
      : {
          opening: 'balance',
          balance: async (...question) => (await node()).balance?.(...question),
          async logs(request) {
            const source = await node();
            if (source.logs === undefined) throw missing('logs of contracts');
            return source.logs(request);
          },
        }),
    isContract: async (...question) => (await node()).isContract(...question),
    requests: () => opened?.requests() ?? 0,
    health: () => opened?.health?.() ?? { requests: 0, failures: 0, consecutiveFailures: 0 },
    async close() {
      await opened?.close();
    },
  };
}
