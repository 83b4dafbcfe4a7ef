import type { Address, BridgeLeg } from '@fundtrail/core';
import { concat, keccak256, toBeHex } from 'ethers';
import type {
  ContractRow,
  Draft,
  DraftLeg,
  LogRule,
  ProtocolAdapter,
  Search,
  TransactionContext,
} from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { BITCOIN, reversedHash } from '../../decode/bitcoin.ts';
import { packed } from '../../decode/packed.ts';
import { payers } from '../../read/keepers.ts';

const TBTC_TOKEN: Address = '0x18084fba666a33d37592fa2633fd49a74dd93a88';
const SOURCE = 'keep-network/tbtc-v2 solidity/deployments/mainnet';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Bridge', SOURCE, { 1: '0x5e4861a80b55f035d899f66772117f00fa0e8e7b' }),
  ...contracts('Vault', SOURCE, { 1: '0x9c070027cdc9dc8f82416b2e5314e11dfb4fe3cd' }),
  ...contracts('Bank', SOURCE, { 1: '0x65fbae61ad2c8836ffbfb502a0da41b0789d9fc6' }),
  ...contracts('Depositor', 'keep-network/tbtc-v2 cross-chain deployments', {
    1: ['0x75a6e4a7c8faa162192fad6c1f7a6d48992c619a', '0x186d048097c7406c64efb0537886e3cae100a1fe'],
  }),
];
/** tBTC has 18 decimals, Bitcoin 8. */
const UNITS_PER_SATOSHI = 10n ** 10n;
/** Precedes the outpoint of a deposit in a note, for `search`. */
export const OUTPOINT = 'outpoint ';

export const REVEALED =
  'event DepositRevealed(bytes32 fundingTxHash, uint32 fundingOutputIndex, address indexed depositor, uint64 amount, bytes8 blindingFactor, bytes20 indexed walletPubKeyHash, bytes20 refundPubKeyHash, bytes4 refundLocktime, address vault)';
export const FINALIZED =
  'event OptimisticMintingFinalized(address indexed minter, uint256 indexed depositKey, address indexed depositor, uint256 optimisticMintingDebt)';
export const MINTED = 'event Minted(address indexed to, uint256 amount)';
export const REDEMPTION =
  'event RedemptionRequested(bytes20 indexed walletPubKeyHash, bytes redeemerOutputScript, address indexed redeemer, uint64 requestedAmount, uint64 treasuryFee, uint64 txMaxFee)';

type Minted = { readonly is: 'minted'; readonly to: Address; readonly amount: bigint };
type Finalized = { readonly is: 'finalized'; readonly log: number; readonly key: string; readonly depositor: Address };

/** What names a deposit on Ethereum: a digest of its outpoint. Source: keep-network/tbtc-v2, `Deposit`. */
export function depositKey(fundingTxHash: string, outputIndex: number): string {
  return BigInt(keccak256(concat([fundingTxHash, toBeHex(outputIndex, 4)]))).toString();
}

const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    event: REVEALED,
    from: ['Bridge'],
    read: (args, at): DraftLeg => {
      const [hash, output] = [args.hex('fundingTxHash'), args.number('fundingOutputIndex')];
      return {
        kind: 'leg',
        side: 'destination',
        key: `deposit:${depositKey(hash, output)}`,
        fromChain: BITCOIN,
        toChain: at.chain,
        toAccount: args.address('depositor'),
        fault: 'only tells of a deposit: it is minted later',
        notes: [`${OUTPOINT}${reversedHash(hash)}:${output}`, `${args.uint('amount')} satoshi`],
      };
    },
  },
  {
    on: 'log',
    event: MINTED,
    from: ['Vault'],
    read: (args) => ({
      kind: 'leg',
      side: 'destination',
      part: { is: 'minted', to: args.address('to'), amount: args.uint('amount') } satisfies Minted,
    }),
  },
  {
    on: 'log',
    event: FINALIZED,
    from: ['Vault'],
    read: (args, { log }) => {
      const key = `deposit:${args.uint('depositKey')}`;
      const part: Finalized = { is: 'finalized', log: log.index, key, depositor: args.address('depositor') };
      return { kind: 'leg', side: 'destination', part };
    },
  },
];

/** The payout on Bitcoin names nothing but the script that the request names. */
const REQUESTED: LogRule = {
  on: 'log',
  event: REDEMPTION,
  from: ['Bridge'],
  read: (args, at): DraftLeg => {
    const [script, satoshi] = [args.hex('redeemerOutputScript'), args.uint('requestedAmount')];
    const amount = satoshi * UNITS_PER_SATOSHI;
    const bytes = packed(script);
    // The script has its length before it.
    const isWhole = bytes.size > 1 && bytes.number(0, 1) === bytes.size - 1;
    const burnt = at.moved({ asset: TBTC_TOKEN, to: TBTC_TOKEN, amount }).length > 0;
    return {
      kind: 'leg',
      side: 'source',
      proof: 'H',
      fromChain: at.chain,
      fromAccount: args.address('redeemer'),
      toChain: BITCOIN,
      toAccount: isWhole ? bytes.rest(1) : undefined,
      ...(burnt ? { asset: TBTC_TOKEN, amount, custody: [TBTC_TOKEN] } : {}),
      minOut: satoshi - args.uint('treasuryFee') - args.uint('txMaxFee'),
      fault: isWhole ? undefined : 'the output script cannot be read',
      notes: burnt ? [] : ['the balance that is redeemed was unminted before'],
    };
  },
};

/** What is minted for a deposit is told before it is said to be final. */
function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part }) => (part === undefined ? [] : [part as Minted | Finalized]));
  const minted = parts.filter((part): part is Minted => part.is === 'minted');
  const finals = parts.filter((part): part is Finalized => part.is === 'finalized');
  return [
    ...drafts.filter(({ part }) => part === undefined),
    ...finals.map((final): DraftLeg => {
      const own = minted.filter(({ to }) => to === final.depositor);
      const [only] = own.length === 1 ? own : minted.length === 1 ? minted : [];
      return {
        kind: 'leg',
        side: 'destination',
        key: final.key,
        evidence: `log:${final.log}`,
        fromChain: BITCOIN,
        toChain: at.chain,
        toAccount: only?.to ?? final.depositor,
        ...(only === undefined
          ? { fault: 'what is minted for it cannot be told' }
          : {
              asset: TBTC_TOKEN,
              amount: only.amount,
              custody: payers(at, TBTC_TOKEN, only.amount, only.to, [TBTC_TOKEN]),
            }),
      };
    }),
  ];
}

/**
 * tBTC v2. Key of a deposit: `deposit:<digest of its outpoint>`; what reveals it tells the outpoint itself. Redemptions are a guess by
 * script and amount. Source: keep-network/tbtc-v2; no receipt is recorded.
 */
export const TBTC: ProtocolAdapter = {
  protocol: 'tbtc',
  title: 'tBTC',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [REQUESTED],
  destination: DESTINATION,
  assemble,
  search,
  delays: { usualSeconds: 3 * 3600, p99Seconds: 2 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.side === 'source') {
    return leg.toAccount === undefined ? [] : [{ by: 'account', chain: BITCOIN, address: leg.toAccount }];
  }
  const outpoint = leg.notes.find((note) => note.startsWith(OUTPOINT))?.slice(OUTPOINT.length);
  const [hash] = outpoint?.split(':') ?? [];
  return hash === undefined ? [] : [{ by: 'transaction', chain: BITCOIN, hash }];
}
