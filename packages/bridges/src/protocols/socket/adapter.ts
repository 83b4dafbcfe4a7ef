import { type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import { id } from 'ethers';
import type { LogRule, ProtocolAdapter, WrapperNote } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import type { LogContext } from '../../read/contexts.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';

const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
/** Bridges are named by a digest; these names are seen in real receipts (`Hop`, `cctp`) or likely ones. */
const BRIDGES = new Map(['Hop', 'cctp', 'Across', 'across', 'Stargate', 'stargate'].map((name) => [id(name), name]));

const FIELDS = 'uint256 amount, address token, uint256 toChainId, bytes32 bridgeName, address sender, address receiver';

/** The second is of the first gateways, without what integrators add. */
const SOURCE: readonly LogRule[] = [
  `event SocketBridge(${FIELDS}, bytes32 metadata)`,
  `event SocketBridge(${FIELDS})`,
].map((event) => ({ on: 'log', from: ['Gateway'], event, read: noteOf }));

/** Socket (Bungee): one gateway that calls bridges for others. Its event names bridge, receiver and chain, and has no id. */
export const SOCKET: ProtocolAdapter = {
  protocol: 'socket',
  title: 'Socket / Bungee',
  kind: 'wrapper',
  proof: 'A',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: [],
  search: receiverOf,
  delays: { usualSeconds: 5 * 60, p99Seconds: 24 * 3600 },
};

function noteOf(args: Args, at: LogContext): WrapperNote {
  const receiver = args.address('receiver');
  const token = args.address('token');
  const asset: AssetRef = token === NATIVE ? 'native' : token;
  const bridge = BRIDGES.get(args.hex('bridgeName'));
  return {
    kind: 'wrapper',
    ...(bridge === undefined ? {} : { bridge }),
    ...(receiver === ZERO_ADDRESS ? {} : { receiver }),
    toChain: `eip155:${args.uint('toChainId')}`,
    contract: at.log.address,
    asset,
    amount: args.uint('amount'),
  };
}
