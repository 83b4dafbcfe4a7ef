import type { Handle, NodeCall, NodeFault } from '../faulty-node/calls.ts';

type Output = { readonly value: number; readonly scriptPubKey: unknown };
type Told = { readonly vin: readonly Input[]; readonly vout: readonly Output[]; readonly txid: string };
type Input = { readonly txid?: string; readonly vout?: number };

/**
 * Lets litecoind 0.21 answer as Bitcoin Core 25: previous outputs within `getblock` (verbosity 3) and `getrawtransaction` (2), and
 * `gettxspendingprevout`. All of it is what the node itself tells in other words. Forms: src/rpc/{blockchain,rawtransaction,mempool}.cpp.
 */
export const asModernCore: NodeFault = async (call, next, node) => {
  if (call.method === 'gettxspendingprevout') return { kind: 'result', result: await spendingPrevout(call, node) };
  const answer = await next(call);
  if (answer.kind !== 'result' || answer.result === null) return answer;
  if (call.method === 'getblock' && call.params[1] === 3) {
    const block = answer.result as { readonly tx: readonly Told[] };
    const tx = [];
    for (const told of block.tx) tx.push(await withPrevouts(told, node));
    return { kind: 'result', result: { ...block, tx } };
  }
  if (call.method === 'getrawtransaction' && call.params[1] === 2) {
    return { kind: 'result', result: await withPrevouts(answer.result as Told, node) };
  }
  return answer;
};

async function withPrevouts(told: Told, node: Handle): Promise<unknown> {
  const vin = [];
  for (const input of told.vin) {
    if (input.txid === undefined) vin.push(input);
    else {
      const { value, scriptPubKey } = (await transaction(input.txid, node)).vout[input.vout ?? 0] as Output;
      vin.push({ ...input, prevout: { generated: false, height: 1, value, scriptPubKey } });
    }
  }
  return { ...told, vin };
}

async function spendingPrevout({ params }: NodeCall, node: Handle): Promise<unknown> {
  const spenders = new Map<string, string>();
  for (const id of (await result(node, 'getrawmempool', [])) as readonly string[]) {
    for (const { txid, vout } of (await transaction(id, node)).vin) spenders.set(`${txid}:${vout}`, id);
  }
  return (params[0] as readonly { readonly txid: string; readonly vout: number }[]).map((output) => {
    const spendingtxid = spenders.get(`${output.txid}:${output.vout}`);
    return { ...output, ...(spendingtxid === undefined ? {} : { spendingtxid }) };
  });
}

async function transaction(id: string, node: Handle): Promise<Told> {
  return (await result(node, 'getrawtransaction', [id, 1])) as Told;
}

async function result(node: Handle, method: string, params: readonly unknown[]): Promise<unknown> {
  const answer = await node({ method, params });
  if (answer.kind === 'result') return answer.result;
  throw new TypeError(`${method}: the node did not answer`);
}
