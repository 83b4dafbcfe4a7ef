import type { NodeAnswer, NodeFault } from '../faulty-node/calls.ts';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { LITECOIN, LITECOIN_GENESIS } from './places.ts';

/** Of Litecoin Core's regtest, chainparams.cpp. */
const REGTEST_GENESIS = '530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9';
const GENESIS = LITECOIN_GENESIS.slice(2);

/**
 * Shows litecoind's regtest as Litecoin's mainnet: its first block goes by the other name, everything else is as it is. A memo that
 * says `LTC` then means this chain. Addresses are shown as those of the mainnet, too, as they are made from scripts.
 */
export const asLitecoin: NodeFault = async (call, next): Promise<NodeAnswer> => {
  const answer = await next(rename(call, GENESIS, REGTEST_GENESIS));
  return answer.kind === 'result' ? rename(answer, REGTEST_GENESIS, GENESIS) : answer;
};

/** The same node under Litecoin's name, for what is given a node and not its URL. */
export function litecoinOf(node: UtxoNode): UtxoNode {
  return {
    ...node,
    chain: LITECOIN,
    ask: async (method, params = []) =>
      rename(await node.ask(method, rename(params, GENESIS, REGTEST_GENESIS)), REGTEST_GENESIS, GENESIS),
    hashAt: async (block) => rename(await node.hashAt(block), REGTEST_GENESIS, GENESIS),
  };
}

function rename<T>(value: T, from: string, to: string): T {
  const text = JSON.stringify(value);
  return text?.includes(from) === true ? (JSON.parse(text.replaceAll(from, to)) as T) : value;
}
