import type { Hash } from '@fundtrail/core';
import {
  type BuiltTransaction,
  type NodeFault,
  type NodeProxy,
  startNodeProxy,
  type UtxoNode,
} from '@fundtrail/testkit';
import { hastyContext } from '../../evm/rpc/test-support.ts';
import { type CoreSource, type CoreSourceOptions, createCoreSource } from './source.ts';

/** A source on a node with faults, which are ended together; see `opener`. */
export type Opened = { readonly source: CoreSource; readonly proxy: NodeProxy };

/** Opens sources on a node, each behind a proxy of its own that counts its requests. */
export function opener(node: () => UtxoNode): {
  open(faults?: readonly NodeFault[], options?: Partial<CoreSourceOptions>): Promise<Opened>;
  closeAll(): Promise<void>;
} {
  const opened: Opened[] = [];
  return {
    async open(faults = [], options = {}) {
      const { url, chain } = node();
      const proxy = await startNodeProxy({ target: url, faults });
      const source = await createCoreSource({ url: proxy.url, chain, context: hastyContext(), ...options });
      opened.push({ source, proxy });
      return { source, proxy };
    },
    async closeAll() {
      for (const { source, proxy } of opened.splice(0)) {
        await source.close();
        await proxy.stop();
      }
    },
  };
}

/** Calls by method, without the one that opened the source. */
export function callsOf(proxy: NodeProxy): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method } of proxy.seen.slice(1)) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

/** What a fact of this transaction has as legs, without their owners. */
export function legsOf(built: BuiltTransaction, amounts: readonly bigint[]) {
  return [
    ...built.inputs.map((coin, at) => ({ id: `in:${at}`, kind: 'input', from: coin, amount: amounts[at] })),
    ...built.outputs.map(({ coin, amount }, at) => ({ id: `out:${at}`, kind: 'output', to: coin, amount })),
  ];
}

export function idOf(hash: Hash): string {
  return hash.slice(2);
}
