import { createExplorerSource, createRpcSource } from '@fundtrail/chains';
import { type AnswerCache, type Context, LIVE_SPACE, type Limiter, type Source } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { createDatasetSource, type SourceSpec } from '@fundtrail/tracer';

/** Open sources of this process: the same spec gives the same one. */
export type Sources = {
  open(spec: SourceSpec): Promise<Source>;
  close(): Promise<void>;
};

export type SourcesDependencies = {
  readonly context: Context;
  readonly facts: FactStore;
  readonly limiter: Limiter;
  readonly cache: AnswerCache;
  /** Sent to explorers whose URL carries no key. */
  readonly explorerKey?: string;
};

export function createSources(deps: SourcesDependencies): Sources {
  const open = new Map<string, Promise<Source>>();
  return {
    open: (spec) => {
      const key = JSON.stringify(spec);
      const known = open.get(key);
      if (known !== undefined) return known;
      const opening = openSource(deps, spec);
      open.set(key, opening);
      // A source that could not be opened is tried anew the next time.
      opening.catch(() => open.delete(key));
      return opening;
    },
    close: async () => {
      const opened = await Promise.allSettled(open.values());
      open.clear();
      await Promise.all(opened.map((entry) => (entry.status === 'fulfilled' ? entry.value.close() : undefined)));
    },
  };
}

async function openSource(deps: SourcesDependencies, spec: SourceSpec): Promise<Source> {
  const { context, facts, limiter } = deps;
  if (spec.kind === 'dataset') return createDatasetSource(facts, spec.sha256);
  if (spec.kind === 'rpc') return createRpcSource({ url: spec.url, chain: spec.chain, context, limiter });
  const options = {
    url: spec.url,
    chain: spec.chain,
    context,
    limiter,
    ...(deps.explorerKey === undefined ? {} : { apiKey: deps.explorerKey }),
  };
  const { id } = createExplorerSource(options);
  const gaps = await facts.sourceGaps(LIVE_SPACE, id);
  return createExplorerSource({
    ...options,
    lacks: gaps.map((gap) => gap.question),
    onGap: (question, reason) => {
      facts.writeSourceGap(LIVE_SPACE, id, question, reason).catch((error: unknown) => {
        context.logger.warn({ action: 'source_gap', source: id, err: error }, 'a gap of a source was not stored');
      });
    },
  });
}
