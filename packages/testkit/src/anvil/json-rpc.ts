import { FundtrailError } from '@fundtrail/core';

/** Asks a node one thing and gives its result, whatever it is. @throws FundtrailError when the node answers with an error. */
export async function ask(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as {
    readonly result?: unknown;
    readonly error?: { readonly message: string };
  };
  if (answer.error !== undefined) throw new FundtrailError('node_refused', `${method}: ${answer.error.message}`);
  return answer.result;
}
