import { type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import type { Draft, LogRule, WrapperNote } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { chainOf } from './chains.ts';

/** Stands for a receiver that is no EVM address; another event has it. From memory, as the receiver of routes to Bitcoin and Solana. */
const NOT_EVM = '0x11f111f111f111f111f111f111f111f111f111f1';

const DIAMOND = ['Diamond'];

export const STARTED: readonly LogRule[] = [
  {
    on: 'log',
    from: DIAMOND,
    event:
      'event LiFiTransferStarted((bytes32 transactionId, string bridge, string integrator, address referrer, address sendingAssetId, address receiver, uint256 minAmount, uint256 destinationChainId, bool hasSourceSwaps, bool hasDestinationCall) bridgeData)',
    read: (args, at) => started(args.tuple('bridgeData'), at),
  },
  {
    on: 'log',
    from: DIAMOND,
    event:
      'event BridgeToNonEVMChain(bytes32 indexed transactionId, uint256 indexed destinationChainId, bytes receiver)',
    read: (args) => elsewhere(args),
  },
  {
    on: 'log',
    from: DIAMOND,
    event:
      'event BridgeToNonEVMChainBytes32(bytes32 indexed transactionId, uint256 indexed destinationChainId, bytes32 receiver)',
    read: (args) => elsewhere(args),
  },
];

export const COMPLETED: readonly LogRule[] = ['LiFiTransferCompleted', 'LiFiTransferRecovered'].map((name) => ({
  on: 'log',
  from: ['Diamond', 'Receiver'],
  event: `event ${name}(bytes32 indexed transactionId, address receivingAssetId, address receiver, uint256 amount, uint256 timestamp)`,
  read: (args, at): WrapperNote => ({
    kind: 'wrapper',
    side: 'destination',
    id: args.hex('transactionId'),
    receiver: args.address('receiver'),
    contract: at.log.address,
    asset: assetOf(args.address('receivingAssetId')),
    amount: args.uint('amount'),
  }),
}));

/** `part` of a note: the receiver on a chain that is no EVM chain. */
type Elsewhere = { readonly receiver: string };

function started(data: Args, at: LogContext): WrapperNote {
  const receiver = data.address('receiver');
  return {
    kind: 'wrapper',
    id: data.hex('transactionId'),
    bridge: data.text('bridge'),
    toChain: chainOf(data.uint('destinationChainId')),
    contract: at.log.address,
    asset: assetOf(data.address('sendingAssetId')),
    amount: data.uint('minAmount'),
    ...(receiver === NOT_EVM || receiver === ZERO_ADDRESS ? {} : { receiver }),
  };
}

function elsewhere(args: Args): WrapperNote {
  const toChain = chainOf(args.uint('destinationChainId'));
  const bytes = args.hex('receiver');
  const part: Elsewhere = { receiver: textOf(bytes) ?? foreignAccount(toChain, bytes).account ?? bytes };
  return { kind: 'wrapper', id: args.hex('transactionId'), part };
}

/** Puts the receiver on a chain that is no EVM chain into the note of the same movement. */
export function assemble(drafts: readonly Draft[]): readonly Draft[] {
  const receivers = new Map<string | undefined, string>();
  for (const draft of drafts) {
    if (draft.kind === 'wrapper' && draft.part !== undefined)
      receivers.set(draft.id, (draft.part as Elsewhere).receiver);
  }
  return drafts.flatMap((draft): readonly Draft[] => {
    if (draft.kind !== 'wrapper') return [draft];
    if (draft.part !== undefined) return [];
    const receiver = draft.receiver ?? receivers.get(draft.id);
    return [receiver === undefined ? draft : { ...draft, receiver }];
  });
}

export function assetOf(address: string): AssetRef {
  return address === ZERO_ADDRESS ? 'native' : address;
}

/** Addresses of Bitcoin and Tron come as they are written. */
function textOf(bytes: string): string | undefined {
  const text = Buffer.from(bytes.slice(2), 'hex').toString('latin1');
  return /^[0-9A-Za-z]{26,90}$/.test(text) ? text : undefined;
}
