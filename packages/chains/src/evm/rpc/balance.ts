import { type Address, type AssetRef, SourceError } from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import { behind, lacksBlock, lacksState, quantity } from './answers.ts';
import type { ChainState } from './chain-state.ts';
import type { StateDepth } from './state-depth.ts';
import type { Wire } from './wire.ts';

/** First four bytes of keccak256 of `balanceOf(address)`. */
const BALANCE_OF = '0x70a08231';

/** What an account held at the end of a block, in base units. */
export type Balance = {
  /**
   * Undefined where the node keeps no state of that age; an age that it was once found to lack is not asked about again.
   * @throws SourceError `refused` where the asset is a contract that has no balances; retryable where the node does not know the block
   */
  at(address: Address, asset: AssetRef, block: number, signal?: AbortSignal): Promise<bigint | undefined>;
  /** The same, asked whatever was found before. */
  tryAt(address: Address, asset: AssetRef, block: number, signal?: AbortSignal): Promise<bigint | undefined>;
};

export function createBalance(deps: {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly state: ChainState;
  readonly depth: StateDepth;
}): Balance {
  const { node, wire, state, depth } = deps;

  const read = async (address: Address, asset: AssetRef, block: number, options: AskOptions): Promise<bigint> => {
    const at = quantity(block);
    if (asset === 'native')
      return wire.quantity(await node.ask('eth_getBalance', [address, at], options), 'eth_getBalance');
    const call = { to: asset, data: `${BALANCE_OF}${zeroPadValue(address, 32).slice(2)}` };
    const answer = wire.hex(await node.ask('eth_call', [call, at], options), 'balanceOf');
    if (answer.length === 2 + 64) return BigInt(answer);
    // A call of what is no contract succeeds and says nothing: before a token was made nobody held any of it.
    if (answer === '0x' && wire.hex(await node.ask('eth_getCode', [asset, at], options), 'eth_getCode') === '0x')
      return 0n;
    throw new SourceError('refused', node.id, `${asset} tells no balance: it is no token`);
  };

  const tryAt: Balance['tryAt'] = async (address, asset, block, signal) => {
    try {
      const amount = await read(address, asset, block, { signal, immutable: state.isFinal(block) });
      await depth.had(block, state.newest());
      return amount;
    } catch (error) {
      if (lacksState(error)) {
        await depth.lacked(block, await state.headAtLeast(block, signal));
        return undefined;
      }
      throw lacksBlock(error) ? behind(node.id, `block ${block}`) : error;
    }
  };

  return {
    tryAt,
    at: async (address, asset, block, signal) =>
      depth.mayHave(block, state.newest()) ? tryAt(address, asset, block, signal) : undefined,
  };
}
