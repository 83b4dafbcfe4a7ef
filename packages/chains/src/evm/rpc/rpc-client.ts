import { createJsonRpcClient, type RpcClient, type RpcClientOptions } from '../../transport/json-rpc/client.ts';
import type { Attempts } from '../../transport/retries.ts';
import { isAboutQuestion } from './keepable.ts';
import { classifyRpcError, RANGED_METHODS } from './rpc-error.ts';

/** A range that was too much for the node the second time will be so the third time: the asker takes a smaller one. */
const RANGED_ATTEMPTS: Attempts = { timeout: 2 };

/** Asks one EVM node. */
export function createRpcClient(options: RpcClientOptions): RpcClient {
  return createJsonRpcClient(options, {
    classify: classifyRpcError,
    ownChain: ['eth_chainId'],
    isAbout: isAboutQuestion,
    attempts: (method) => (RANGED_METHODS.has(method) ? RANGED_ATTEMPTS : undefined),
  });
}
