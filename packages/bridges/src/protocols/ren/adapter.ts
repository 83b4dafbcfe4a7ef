import type { BridgeLeg, ChainName } from '@fundtrail/core';
import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { BITCOIN, bitcoinAccount } from '../../decode/bitcoin.ts';
import { payers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const BCH: ChainName = 'bip122:000000000000000000651ef99cb9fcbe';
const ZCASH: ChainName = 'bip122:00040fe8ec8471911baa1db1266ea15d';
/** Gateways by what they mint: renBTC, renBCH and renZEC. */
const GATEWAYS: Readonly<Record<string, ChainName>> = {
  '0xe4b679400f0f267212d5d812b95f58c83243ee71': BITCOIN,
  '0xcc4ff5b8a4a7adb35f00ff0cbf53784e07c3c52f': BCH,
  '0xc3bbd5adb611dd74eca6123f05b18acc886e122d': ZCASH,
};

const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Gateway', 'public code of users of RenVM (renBTC); the others from memory', {
    1: Object.keys(GATEWAYS),
  }),
];

export const MINTED =
  'event LogMint(address indexed _to, uint256 _amount, uint256 indexed _n, bytes32 indexed _signedMessageHash)';
export const BURNT = 'event LogBurn(bytes _to, uint256 _amount, uint256 indexed _n, bytes indexed _indexedTo)';

const MINT: LogRule = {
  on: 'log',
  event: MINTED,
  from: ['Gateway'],
  read: (args, at): DraftLeg => {
    const [to, amount] = [args.address('_to'), args.uint('_amount')];
    const asset = at.moved({ to, amount }).find((leg) => leg.asset !== 'native')?.asset;
    return {
      kind: 'leg',
      side: 'destination',
      key: `mint:${args.hex('_signedMessageHash')}`,
      fromChain: GATEWAYS[at.log.address],
      toChain: at.chain,
      toAccount: to,
      asset,
      amount,
      custody: asset === undefined ? [] : payers(at, asset, amount, to, [asset]),
      fault: asset === undefined ? 'nothing of this amount is minted for the receiver' : undefined,
    };
  },
};

/** The event tells what is left after the fee; what is burnt is more. The payout on the other chain names nothing. */
const BURN: LogRule = {
  on: 'log',
  event: BURNT,
  from: ['Gateway'],
  read: (args, at): DraftLeg => {
    const chain = GATEWAYS[at.log.address];
    const text = Buffer.from(args.hex('_to').slice(2), 'hex').toString('latin1');
    const to = chain === BITCOIN ? bitcoinAccount(text) : { account: text, fault: undefined };
    const left = args.uint('_amount');
    const burnt = at.legs.find((leg) => leg.kind === 'burn' && leg.amount >= left);
    return {
      kind: 'leg',
      side: 'source',
      proof: 'H',
      fromChain: at.chain,
      fromAccount: burnt?.from ?? at.sender,
      toChain: chain,
      toAccount: to.account,
      asset: burnt?.asset,
      amount: burnt?.amount ?? left,
      custody: burnt === undefined || burnt.asset === 'native' ? [] : [burnt.asset],
      minOut: left,
      fault: to.fault ?? (burnt === undefined ? 'nothing is burnt here' : undefined),
      notes: [`burn ${args.uint('_n')}`],
    };
  },
};

/**
 * RenVM, off since 2022-12. What is minted has a number of its own that Bitcoin does not know; what is burnt is paid to an address that
 * the burn names: a guess by address and amount. Source: renproject/gateway-sol; no receipt is recorded.
 */
export const REN: ProtocolAdapter = {
  protocol: 'ren',
  title: 'Ren',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [BURN],
  destination: [MINT],
  search,
  delays: { usualSeconds: 3600, p99Seconds: 12 * 3600 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const { side, toChain, toAccount } = leg;
  if (side === 'source' && toChain === BITCOIN && toAccount !== undefined) {
    return [{ by: 'account', chain: BITCOIN, address: toAccount }];
  }
  return receiverOf(leg);
}
