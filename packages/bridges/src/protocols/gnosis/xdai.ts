import type { Address } from '@fundtrail/core';
import type { Draft, DraftLeg, LogRule, PaymentRule } from '../../adapter.ts';
import type { LogContext, TransactionContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { otherSide } from './omni.ts';

const DAI: Address = '0x6b175474e89094c44da98b954eedeac495271d0f';
const ETHEREUM = 'eip155:1';
const GNOSIS = 'eip155:100';
const FROM = ['XDaiBridge'];

/**
 * xDai is DAI that left Ethereum. The third word that the other side tells is the hash of the transaction or, of late, a number of the
 * request: keys are `in:<word>` to Gnosis and `out:<word>` from it.
 */
export const XDAI_SOURCE: readonly (LogRule | PaymentRule)[] = [
  request('UserRequestForAffirmation(address recipient, uint256 value)', false),
  request('UserRequestForAffirmation(address recipient, uint256 value, bytes32 nonce)', true),
  request('UserRequestForSignature(address recipient, uint256 value)', false),
  request('UserRequestForSignature(address recipient, uint256 value, bytes32 nonce)', true),
  {
    // DAI that is simply sent to the bridge crosses as well: no log tells it.
    on: 'payment',
    side: 'to',
    of: FROM,
    read: ({ leg, chain, chainNumber, tx, sender }) => {
      // What the bridge itself takes back from where it lent it comes from contracts.
      if (chainNumber !== 1 || leg.asset !== DAI || leg.from !== sender) return undefined;
      return {
        kind: 'leg',
        side: 'source',
        key: `in:${tx}`,
        fromChain: chain,
        fromAccount: leg.from,
        toChain: GNOSIS,
        toAccount: leg.from,
        asset: DAI,
        amount: leg.amount,
        custody: [leg.to],
        legs: [leg.id],
        part: PLAIN,
      };
    },
  },
];

export const XDAI_DESTINATION: readonly LogRule[] = [
  affirmed('AffirmationCompleted(address recipient, uint256 value, bytes32 transactionHash)', 'transactionHash'),
  affirmed('AffirmationCompleted(address recipient, uint256 value, bytes32 nonce, bytes32 dummy)', 'nonce'),
  {
    on: 'log',
    event: 'event RelayedMessage(address recipient, uint256 value, bytes32 transactionHash)',
    from: FROM,
    read: (args, at) => {
      const [to, amount] = [args.address('recipient'), args.uint('value')];
      const asset = assetPaid(at, to, amount);
      return {
        kind: 'leg',
        side: 'destination',
        key: `out:${args.hex('transactionHash')}`,
        fromChain: GNOSIS,
        toChain: at.chain,
        toAccount: to,
        asset,
        amount,
        custody: payers(at, asset, amount, to, [at.log.address]),
      };
    },
  },
];

const PLAIN = 'plain';

function request(event: string, hasNonce: boolean): LogRule {
  return {
    on: 'log',
    event: `event ${event}`,
    from: FROM,
    read: (args, at): DraftLeg => {
      const [to, amount] = [args.address('recipient'), args.uint('value')];
      const word = hasNonce ? args.hex('nonce') : at.tx;
      const isIn = at.chainNumber === 1;
      const asset = isIn ? DAI : 'native';
      return {
        kind: 'leg',
        side: 'source',
        key: `${isIn ? 'in' : 'out'}:${word}`,
        fromChain: at.chain,
        fromAccount: at.sender,
        toChain: otherSide(at),
        toAccount: to,
        asset,
        amount,
        custody: takers(at, asset, amount, [at.log.address]),
      };
    },
  };
}

function affirmed(event: string, word: string): LogRule {
  return {
    on: 'log',
    event: `event ${event}`,
    from: FROM,
    read: (args, at): DraftLeg => ({
      kind: 'leg',
      side: 'destination',
      key: `in:${args.hex(word)}`,
      fromChain: ETHEREUM,
      toChain: at.chain,
      toAccount: args.address('recipient'),
      asset: 'native',
      amount: args.uint('value'),
      // The chain makes xDai with the block's reward, in no transaction.
      custody: [],
    }),
  };
}

/** Paid in DAI, and since 2024 also in what stands for it. */
function assetPaid(at: LogContext, to: Address, amount: bigint): Address {
  const asset = at.moved({ to, amount }).find((leg) => leg.asset !== 'native')?.asset;
  return asset ?? DAI;
}

/** What a request told is not counted again as plain DAI. */
export function assemble(drafts: readonly Draft[], _at: TransactionContext): readonly Draft[] {
  const told = drafts.some((draft) => draft.kind === 'leg' && draft.part !== PLAIN && draft.key?.startsWith('in:'));
  return told ? drafts.filter(({ part }) => part !== PLAIN) : drafts;
}
