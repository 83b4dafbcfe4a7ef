import type { Address } from '@fundtrail/core';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { isContractCode } from '../legs.ts';
import { lacksState, quantity } from './answers.ts';
import type { ChainState } from './chain-state.ts';
import type { StateDepth } from './state-depth.ts';
import type { Wire } from './wire.ts';

export type CodeQuestion = { readonly block?: number; readonly signal?: AbortSignal | undefined };

/** Which accounts are contracts. */
export type Code = {
  /**
   * Whether the account has a contract's code: at the end of that block where the node has its state, else now, which differs only for a
   * contract that was destroyed or made in between.
   */
  isContract(address: Address, question?: CodeQuestion): Promise<boolean>;
};

export function createCode(deps: {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly state: ChainState;
  readonly depth: StateDepth;
}): Code {
  const { node, wire, state, depth } = deps;
  const contracts = new Set<Address>();

  const codeAt = async (
    address: Address,
    tag: string,
    signal: AbortSignal | undefined,
    immutable = false,
  ): Promise<string> => wire.hex(await node.ask('eth_getCode', [address, tag], { signal, immutable }), 'eth_getCode');

  const codeOf = async (address: Address, { block, signal }: CodeQuestion): Promise<string> => {
    if (block === undefined || !depth.mayHave(block, state.newest())) return codeAt(address, 'latest', signal);
    try {
      return await codeAt(address, quantity(block), signal, state.isFinal(block));
    } catch (error) {
      if (!lacksState(error)) throw error;
      await depth.lacked(block, state.newest());
      return codeAt(address, 'latest', signal);
    }
  };

  return {
    isContract: async (address, question = {}) => {
      // Only "yes" is kept: an account without code can get some later.
      if (contracts.has(address)) return true;
      const found = isContractCode(await codeOf(address, question));
      if (found) contracts.add(address);
      return found;
    },
  };
}
