import type { ApiRules } from '@fundtrail/bridges';
import { createProtocolApi, type ProtocolApi } from '@fundtrail/chains';
import type { Context, Limiter } from '@fundtrail/core';
import type { ToldAnswer } from '@fundtrail/tracer';
import type { ProtocolApiUrls } from './protocol-api-names.ts';

/** APIs of protocols, each opened when it is first asked. */
export type ProtocolApis = {
  /** Asks an API of a protocol; undefined where the installation does not allow it. @throws SourceError */
  ask(api: Pick<ApiRules, 'name' | 'baseUrl'>, path: string): Promise<ToldAnswer | undefined>;
  close(): void;
};

/** What public APIs of protocols are asked in a second, over all hosts: none of them says what it allows without a key. */
const PER_SECOND = 1;

export function createProtocolApis(deps: {
  readonly context: Context;
  readonly limiter: Limiter;
  readonly urls: ProtocolApiUrls;
}): ProtocolApis {
  const { context, limiter, urls } = deps;
  const opened = new Map<string, ProtocolApi>();
  return {
    ask: async (api, path) => {
      if (!urls.has(api.name)) return undefined;
      const baseUrl = urls.get(api.name) ?? api.baseUrl;
      const client = opened.get(baseUrl) ?? createProtocolApi({ context, limiter, baseUrl, perSecond: PER_SECOND });
      opened.set(baseUrl, client);
      return { api: api.name, ...(await client.get(path, { signal: context.signal })) };
    },
    close: () => {
      for (const client of opened.values()) client.close();
      opened.clear();
    },
  };
}
