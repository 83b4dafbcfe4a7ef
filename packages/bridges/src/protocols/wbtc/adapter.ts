import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { BITCOIN, bitcoinAccount, bitcoinHash } from '../../decode/bitcoin.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { payers, takers } from '../../read/keepers.ts';
import { logsOf } from '../../searches.ts';

const WBTC_TOKEN = '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Factory', 'public inventories of contracts', { 1: '0xe5a5f138005e19a3e6d0fe68b039397eeef2322b' }),
];
export const MINT_CONFIRMED =
  'event MintConfirmed(uint256 indexed nonce, address indexed requester, uint256 amount, string btcDepositAddress, string btcTxid, uint256 timestamp, bytes32 requestHash)';
export const BURNED =
  'event Burned(uint256 indexed nonce, address indexed requester, uint256 amount, string btcDepositAddress, uint256 timestamp, bytes32 requestHash)';
export const BURN_CONFIRMED =
  'event BurnConfirmed(uint256 indexed nonce, address indexed requester, uint256 amount, string btcDepositAddress, string btcTxid, uint256 timestamp, bytes32 inputRequestHash)';
/** Precedes the number of a burn in a note, for `search`. */
const BURN = 'burn ';

const MERCHANT = 'the account is a merchant of WBTC: for whom it acts is not on the chain';

const MINT: LogRule = {
  on: 'log',
  event: MINT_CONFIRMED,
  from: ['Factory'],
  read: (args, at): DraftLeg => {
    const [to, amount] = [args.address('requester'), args.uint('amount')];
    const hash = bitcoinHash(args.text('btcTxid'));
    return {
      kind: 'leg',
      side: 'destination',
      key: hash === undefined ? undefined : `btc:${hash}`,
      fromChain: BITCOIN,
      toChain: at.chain,
      toAccount: to,
      asset: WBTC_TOKEN,
      amount,
      custody: payers(at, WBTC_TOKEN, amount, to, [WBTC_TOKEN]),
      fault: hash === undefined ? `${JSON.stringify(args.text('btcTxid'))} is no transaction of Bitcoin` : undefined,
      notes: [MERCHANT, `paid to ${args.text('btcDepositAddress')}`],
    };
  },
};

const BURNT: LogRule = {
  on: 'log',
  event: BURNED,
  from: ['Factory'],
  read: (args, at): DraftLeg => {
    const amount = args.uint('amount');
    const to = bitcoinAccount(args.text('btcDepositAddress'));
    return {
      kind: 'leg',
      side: 'source',
      key: `burn:${args.hex('requestHash')}`,
      fromChain: at.chain,
      fromAccount: args.address('requester'),
      toChain: BITCOIN,
      toAccount: to.account,
      asset: WBTC_TOKEN,
      amount,
      custody: takers(at, WBTC_TOKEN, amount, [WBTC_TOKEN]),
      fault: to.fault,
      notes: [MERCHANT, `${BURN}${args.uint('nonce')}`],
    };
  },
};

/** Says on Ethereum what was paid on Bitcoin: value moves there, in the transaction that it names. */
const CONFIRMED: LogRule = {
  on: 'log',
  event: BURN_CONFIRMED,
  from: ['Factory'],
  read: (args, at): DraftLeg => {
    const hash = bitcoinHash(args.text('btcTxid'));
    const to = bitcoinAccount(args.text('btcDepositAddress'));
    return {
      kind: 'leg',
      side: 'destination',
      key: `burn:${args.hex('inputRequestHash')}`,
      fromChain: at.chain,
      fromAccount: args.address('requester'),
      toChain: BITCOIN,
      toAccount: to.account,
      fault: hash === undefined ? 'names no transaction of Bitcoin' : `paid on Bitcoin, by ${hash.slice(2)}`,
      notes: [MERCHANT],
    };
  },
};

/**
 * WBTC: keys are `btc:<transaction on Bitcoin>` for what is minted, and the hash of the request for what is burnt, which a later event
 * joins with the payout on Bitcoin. Source: WrappedBTC/bitcoin-token-smart-contracts; no receipt is recorded.
 */
export const WBTC: ProtocolAdapter = {
  protocol: 'wbtc',
  title: 'WBTC',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [BURNT],
  destination: [MINT, CONFIRMED],
  search,
  delays: { usualSeconds: 6 * 3600, p99Seconds: 7 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const [kind, hash] = leg.key?.split(':') ?? [];
  if (leg.side === 'destination') {
    return kind === 'btc' && hash !== undefined ? [{ by: 'transaction', chain: BITCOIN, hash }] : [];
  }
  const nonce = leg.notes.find((note) => note.startsWith(BURN))?.slice(BURN.length);
  const topic = new Interface([BURN_CONFIRMED]).getEvent('BurnConfirmed')?.topicHash ?? '';
  const confirmed =
    nonce === undefined ? [] : logsOf(CONTRACTS, ['Factory'], leg.fromChain, [topic, topicOf(BigInt(nonce))]);
  const paid: readonly Search[] =
    leg.toAccount === undefined ? [] : [{ by: 'account', chain: BITCOIN, address: leg.toAccount }];
  return [...confirmed, ...paid];
}
