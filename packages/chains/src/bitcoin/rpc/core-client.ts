import { type EndpointHealth, InputError, SourceError } from '@fundtrail/core';
import { createJsonRpcClient, type RpcClientOptions } from '../../transport/json-rpc/client.ts';
import { classifyCoreError } from './core-error.ts';
import { parseWithAmounts } from './exact-json.ts';

/** Asks one node of Bitcoin Core or its kin. Amounts come as texts, see `baseUnitsOf`. */
export type CoreClient = {
  /** `rpc:<host:port>`, without credentials, path or query. */
  readonly id: string;
  /**
   * Asks and reads the answer; one that `read` refuses with an InputError is `malformed`, and asked for again.
   * @throws SourceError, after retryable failures were tried again with growing pauses
   */
  ask<T>(method: string, params: readonly unknown[], read: (result: unknown) => T, signal?: AbortSignal): Promise<T>;
  /** HTTP requests so far, all attempts counted. */
  requests(): number;
  health(): EndpointHealth;
  /** Gives up what is in flight. */
  close(): void;
};

/** A block of 4 MB with all it spends is ten times that in JSON, and takes a node on a slow disk many seconds. */
const TIMEOUT_MS = 120_000;

export function createCoreClient(options: RpcClientOptions): CoreClient {
  const client = createJsonRpcClient(
    { timeoutMs: TIMEOUT_MS, ...options },
    { classify: classifyCoreError, ownChain: ['getblockhash', 0], isAbout: () => false, parse: parseWithAmounts },
  );
  const { id, requests, health, close } = client;
  return {
    id,
    requests,
    health,
    close,
    async ask<T>(method: string, params: readonly unknown[], read: (result: unknown) => T, signal?: AbortSignal) {
      let value: { readonly of: T } | undefined;
      const check = (result: unknown): void => {
        value = { of: checked(id, method, () => read(result)) };
      };
      const result = await client.ask(method, params, { signal, check });
      return value === undefined ? checked(id, method, () => read(result)) : value.of;
    },
  };
}

/** @throws SourceError `malformed` with the field that is not as it should be */
function checked<T>(source: string, method: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new SourceError('malformed', source, `${method}: ${error.message}`, { cause: error });
  }
}
