import type { AssetRef } from '@fundtrail/core';
import type { LogRule } from '../../adapter.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import { packed } from '../../decode/packed.ts';
import { paidTo } from '../../read/paid-to.ts';

const FROM = ['FastBridge'];
const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
const WORD = 32;
/** Places of words in a request (`BridgeTransaction`): chains, sender, recipient, tokens, amounts, gas, deadline, nonce. */
const RECIPIENT = 3 * WORD;
const DEADLINE = 9 * WORD;
const REQUEST_SIZE = 11 * WORD;

export const FAST_SOURCE: readonly LogRule[] = [
  {
    on: 'log',
    from: FROM,
    event:
      'event BridgeRequested(bytes32 indexed transactionId, address indexed sender, bytes request, uint32 destChainId, address originToken, address destToken, uint256 originAmount, uint256 destAmount, bool sendChainGas)',
    read: (args, at) => {
      const toChain = `eip155:${args.uint('destChainId')}` as const;
      const request = packed(args.hex('request'));
      const whole = request.size >= REQUEST_SIZE;
      const to = whole ? foreignAccount(toChain, request.hex(RECIPIENT, WORD)) : undefined;
      return {
        kind: 'leg',
        side: 'source',
        key: args.hex('transactionId'),
        fromChain: at.chain,
        fromAccount: args.address('sender'),
        toChain,
        toAccount: to?.account,
        asset: assetOf(args.address('originToken')),
        amount: args.uint('originAmount'),
        custody: [at.log.address],
        toAsset: args.address('destToken'),
        minOut: args.uint('destAmount'),
        ...(whole ? { expires: request.number(DEADLINE, WORD) } : {}),
        fault: to?.fault,
        notes: whole ? [] : ['its request is not of the known form: for whom it is cannot be told'],
      };
    },
  },
];

export const FAST_DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: FROM,
    event:
      'event BridgeRelayed(bytes32 indexed transactionId, address indexed relayer, address indexed to, uint32 originChainId, address originToken, address destToken, uint256 originAmount, uint256 destAmount, uint256 chainGasAmount)',
    read: (args, at) => ({
      kind: 'leg',
      side: 'destination',
      key: args.hex('transactionId'),
      fromChain: `eip155:${args.uint('originChainId')}`,
      toChain: at.chain,
      toAccount: args.address('to'),
      ...paidTo(at, {
        receiver: args.address('to'),
        asset: assetOf(args.address('destToken')),
        amount: args.uint('destAmount'),
        by: args.address('relayer'),
      }),
    }),
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event BridgeDepositRefunded(bytes32 indexed transactionId, address indexed to, address token, uint256 amount)',
    read: (args, at) => ({
      kind: 'leg',
      side: 'refund',
      key: args.hex('transactionId'),
      toChain: at.chain,
      toAccount: args.address('to'),
      asset: assetOf(args.address('token')),
      amount: args.uint('amount'),
      custody: [at.log.address],
    }),
  },
];

function assetOf(address: string): AssetRef {
  return address === NATIVE ? 'native' : address;
}
