import { FundtrailError } from '@fundtrail/core';

/** Asks a node one thing by JSON-RPC and gives its result as it is: amounts in it are floats. */
export type AskNode = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** What a node refused to do, with the code that it told. */
export class NodeRefusal extends FundtrailError {
  readonly rpcCode: number;

  constructor(method: string, rpcCode: number, message: string) {
    super('node_refused', `${method}: ${message} (${rpcCode})`);
    this.rpcCode = rpcCode;
  }
}

/** @param url with user and password, which fetch does not take in a URL */
export function createAskNode(url: string): AskNode {
  const { username, password, origin } = new URL(url);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return async (method, params = []) => {
    const response = await fetch(origin, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ jsonrpc: '1.0', id: 1, method, params }),
    });
    const answer = (await response.json()) as {
      readonly result: unknown;
      readonly error: { readonly code: number; readonly message: string } | null;
    };
    if (answer.error !== null) throw new NodeRefusal(method, answer.error.code, answer.error.message);
    return answer.result;
  };
}
