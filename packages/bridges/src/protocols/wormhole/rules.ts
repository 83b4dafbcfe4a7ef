import { Interface, id } from 'ethers';
import type { CallRule, DraftLeg, LogRule } from '../../adapter.ts';
import { argsOf } from '../../decode/args.ts';
import type { LogContext, TransactionContext } from '../../read/contexts.ts';
import { chainOf, wormholeIdOf } from './chains.ts';
import { paid, receiverOf, taken, transferOf } from './transfer.ts';
import { keyOf, type Vaa, vaaOf } from './vaa.ts';

export const REDEEMED =
  'event TransferRedeemed(uint16 indexed emitterChainId, bytes32 indexed emitterAddress, uint64 indexed sequence)';
export const REDEEMED_TOPIC: string = id('TransferRedeemed(uint16,bytes32,uint64)');

export const COMPLETIONS: readonly string[] = [
  'completeTransfer',
  'completeTransferAndUnwrapETH',
  'completeTransferWithPayload',
  'completeTransferAndUnwrapETHWithPayload',
].map((name) => `function ${name}(bytes encodedVm)`);
const COMPLETE = new Interface(COMPLETIONS);

export const PUBLISHED: LogRule = {
  on: 'log',
  from: ['CoreBridge'],
  event:
    'event LogMessagePublished(address indexed sender, uint64 sequence, uint32 nonce, bytes payload, uint8 consistencyLevel)',
  read: (args, at): DraftLeg | undefined => {
    const bridge = args.address('sender');
    if (!at.isRole(bridge, 'TokenBridge')) return undefined;
    const transfer = transferOf(args.hex('payload'));
    // The bridge attests tokens by messages, too.
    if (transfer === undefined) return undefined;
    const chain = wormholeIdOf(at.chainNumber);
    const emitter = bridge.slice(2).padStart(64, '0');
    return {
      kind: 'leg',
      side: 'source',
      key: chain === undefined ? undefined : keyOf(chain, emitter, args.uint('sequence')),
      fromChain: at.chain,
      fromAccount: at.sender,
      ...receiverOf(transfer),
      ...taken(at, bridge, transfer),
      toAsset: `${transfer.tokenChain}:${transfer.token}`,
    };
  },
};

/** By its event, since 2023-07; what was paid and to whom is in the call or, where a contract called, in the movements. */
export const REDEEM: LogRule = {
  on: 'log',
  from: ['TokenBridge'],
  event: REDEEMED,
  read: (args, at: LogContext) => {
    const key = keyOf(args.number('emitterChainId'), args.hex('emitterAddress').slice(2), args.uint('sequence'));
    const vaa = at.to === at.log.address ? calledWith(at.input) : undefined;
    const told = vaa !== undefined && keyOf(vaa.emitterChain, vaa.emitter, vaa.sequence) === key ? vaa : undefined;
    return redeemed(at, at.log.address, key, args.number('emitterChainId'), told);
  },
};

/** By its call, before there was an event. */
export const REDEEM_CALLS: readonly CallRule[] = COMPLETIONS.map((called) => ({
  on: 'call',
  function: called,
  of: ['TokenBridge'],
  read: (args, at) => {
    const { to } = at;
    if (to === undefined || at.logs.some(({ address, topics }) => address === to && topics[0] === REDEEMED_TOPIC)) {
      return undefined;
    }
    const vaa = vaaOf(args.hex('encodedVm'));
    if (vaa === undefined) return { kind: 'leg', side: 'destination', fault: 'the message is cut off' };
    return redeemed(at, to, keyOf(vaa.emitterChain, vaa.emitter, vaa.sequence), vaa.emitterChain, vaa);
  },
}));

function redeemed(
  at: TransactionContext,
  bridge: string,
  key: string,
  emitterChain: number,
  vaa: Vaa | undefined,
): DraftLeg {
  const transfer = vaa === undefined ? undefined : transferOf(vaa.payload);
  const to = transfer === undefined ? undefined : receiverOf(transfer);
  return {
    kind: 'leg',
    side: 'destination',
    key,
    fromChain: chainOf(emitterChain),
    ...to,
    toChain: at.chain,
    ...paid(at, bridge, to?.toAccount, transfer === undefined ? undefined : transfer.amount - transfer.fee),
  };
}

function calledWith(input: string): Vaa | undefined {
  try {
    const call = COMPLETE.parseTransaction({ data: input });
    return call === null ? undefined : vaaOf(argsOf(call.args).hex('encodedVm'));
  } catch {
    return undefined;
  }
}
