import type { Address, BridgeLeg, ChainName } from '@fundtrail/core';
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
import { foreignAccount, SOLANA, TRON } from '../../decode/foreign-account.ts';
import { payers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const DOCS = 'docs-core.allbridge.io, list of contracts';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Bridge', DOCS, {
    1: '0x609c690e8f7d68a59885c9132e812eebdaaf0c9e',
    10: '0x97e5bf5068ea6a9604ee25851e6c9780ff50d5ab',
    56: '0x3c4fa639c8d7e65c603145adad8bd12f2358312f',
    137: '0x7775d63836987f444e2f14aa0fa2602204d7d3e0',
    8453: '0x001e3f136c2f804854581da55ad7660a2b35def7',
    42161: '0x9ce3447b58d58e8602b7306316a5ff011b92d189',
    42220: '0x80858f5f8efd2ab6485aba1a0b9557ed46c6ba0e',
    43114: '0x9068e1c28941d0a680197cc03be8afe27ccaeea9',
    59144: '0xf3dd9d692a9b4df331e3bb1c8f322ba0b299b907',
  }),
  ...contracts('Pool', DOCS, {
    1: ['0xa7062bba94c91d565ae33b893ab5dfaf1fc57c4d', '0x7dbf07ad92ed4e26d5511b4f285508ebf174135d'],
  }),
  ...contracts('Pool', 'DefiLlama/bridges-server src/adapters/allbridge-core', {
    10: ['0x3b96f88b2b9eb87964b852874d41b633e0f1f68f', '0xb24a05d54fcacfe1fc00c59209470d4cafb0deea'],
    56: ['0x8033d5b454ee4758e4bd1d37a49009c1a81d8b10', '0xf833afa46fcd100e62365a0fdb0734b7c4537811'],
    137: [
      '0x58cc621c62b0aa9babfae5651202a932279437da',
      '0x0394c4f17738a10096510832beab89a9dd090791',
      '0x4c42dfdbb8ad654b42f66e0bd4dbdc71b52eb0a6',
    ],
    8453: '0xda6bb1ec3baba68b26bea0508d6f81c9ec5e96d5',
    42161: ['0x690e66fc0f8be8964d40e55ede6aebdfcb8a21df', '0x47235cb71107cc66b12af6f8b8a9260ea38472c7'],
    42220: '0xfb2c7c10e731ebe96dabdf4a96d656bfe8e2b5af',
    43114: ['0xe827352a0552fffc835c181ab5bf1d7794038ec9', '0x2d2f460d7a1e7a4fcc4ddab599451480728b5784'],
  }),
];

/** Allbridge's numbers of chains, from memory (docs-core.allbridge.io). */
const CHAINS: ReadonlyMap<number, ChainName> = new Map([
  [1, 'eip155:1'],
  [2, 'eip155:56'],
  [3, TRON],
  [4, SOLANA],
  [5, 'eip155:137'],
  [6, 'eip155:42161'],
  [7, 'stellar:pubnet'],
  [8, 'eip155:43114'],
  [9, 'eip155:8453'],
  [10, 'eip155:10'],
  [11, 'eip155:42220'],
]);

export const SENT =
  'event TokensSent(uint256 amount, bytes32 recipient, uint256 destinationChainId, bytes32 receiveToken, uint256 nonce, uint8 messenger)';
export const RECEIVED =
  'event TokensReceived(uint256 amount, bytes32 recipient, uint256 nonce, uint8 messenger, bytes32 message)';
export const INTO =
  'event SwappedToVUsd(address sender, address token, uint256 amount, uint256 vUsdAmount, uint256 fee)';
export const OUT_OF =
  'event SwappedFromVUsd(address recipient, address token, uint256 vUsdAmount, uint256 amount, uint256 fee)';

type Swap = {
  readonly is: 'in' | 'out';
  readonly account: Address;
  readonly token: Address;
  /** What the pool took or paid; `dollars` is what the bridge knows. */
  readonly amount: bigint;
  readonly dollars: bigint;
  readonly pool: Address;
};
type Message = {
  readonly is: 'sent' | 'received';
  readonly log: number;
  readonly key: string;
  readonly dollars: bigint;
  readonly chain: ChainName | undefined;
  readonly recipient: string;
  readonly receiveToken: string | undefined;
};
type Arguments = Parameters<LogRule['read']>[0];

function swap(event: string, is: 'in' | 'out', account: string): LogRule {
  return {
    on: 'log',
    event,
    // Pools are many: a swap counts only beside a message of the bridge of the same amount, see `swapOf`.
    from: 'any',
    read: (args, { log }) =>
      part(is === 'in' ? 'source' : 'destination', {
        is,
        account: args.address(account),
        token: args.address('token'),
        amount: args.uint('amount'),
        dollars: args.uint('vUsdAmount'),
        pool: log.address,
      }),
  };
}

function part(side: 'source' | 'destination', of: Swap | Message): Draft {
  return { kind: 'leg', side, part: of };
}

function keyOf(args: Arguments): string {
  return [args.number('messenger'), args.uint('nonce'), args.uint('amount'), args.hex('recipient')].join(':');
}

const SOURCE: readonly LogRule[] = [
  swap(INTO, 'in', 'sender'),
  {
    on: 'log',
    event: SENT,
    from: ['Bridge'],
    read: (args, { log }) =>
      part('source', {
        is: 'sent',
        log: log.index,
        key: keyOf(args),
        dollars: args.uint('amount'),
        chain: CHAINS.get(Number(args.uint('destinationChainId'))),
        recipient: args.hex('recipient'),
        receiveToken: args.hex('receiveToken'),
      }),
  },
];

const DESTINATION: readonly LogRule[] = [
  swap(OUT_OF, 'out', 'recipient'),
  {
    on: 'log',
    event: RECEIVED,
    from: ['Bridge'],
    read: (args, at) =>
      part('destination', {
        is: 'received',
        log: at.log.index,
        key: keyOf(args),
        dollars: args.uint('amount'),
        chain: at.chain,
        recipient: args.hex('recipient'),
        receiveToken: undefined,
      }),
  },
];

/** Messages with the swap of their amount in the same transaction. */
function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part: of }) => (of === undefined ? [] : [of as Swap | Message]));
  const messages = parts.filter((one): one is Message => one.is === 'sent' || one.is === 'received');
  const swaps = parts.filter((one): one is Swap => one.is === 'in' || one.is === 'out');
  return [
    ...drafts.filter(({ part: of }) => of === undefined),
    ...messages.map((message) => legOf(at, message, swaps)),
  ];
}

/** Anybody can emit a swap beside a message of their own. */
export const UNKNOWN_POOL = 'the pool is not known: anybody can emit its event';
const NO_SWAP = 'what was swapped for it is not told';
const SWAPS = 'which of several swaps is meant cannot be told';

/** The one swap of a message's amount, of known pools if any of them tells one; else why there is none. */
function swapOf(
  at: TransactionContext,
  message: Message,
  swaps: readonly Swap[],
): Swap | typeof NO_SWAP | typeof SWAPS {
  const direction = message.is === 'sent' ? 'in' : 'out';
  const fitting = swaps.filter(({ is, dollars }) => is === direction && dollars === message.dollars);
  const known = fitting.filter(({ pool }) => at.isRole(pool, 'Pool'));
  const [only, ...more] = known.length > 0 ? known : fitting;
  if (only === undefined) return NO_SWAP;
  return more.length > 0 ? SWAPS : only;
}

function legOf(at: TransactionContext, message: Message, swaps: readonly Swap[]): DraftLeg {
  const isSource = message.is === 'sent';
  const found = swapOf(at, message, swaps);
  const to = foreignAccount(message.chain, message.recipient);
  const about = {
    kind: 'leg' as const,
    side: isSource ? ('source' as const) : ('destination' as const),
    key: message.key,
    evidence: `log:${message.log}`,
    fromChain: isSource ? at.chain : undefined,
    toChain: message.chain,
    toAccount: to.account,
    toAsset: message.receiveToken,
  };
  const unknown = message.chain === undefined ? 'the chain it goes to is not known' : undefined;
  if (typeof found === 'string') return { ...about, fault: found };
  const { token, amount, pool, account } = found;
  const known = at.isRole(pool, 'Pool');
  return {
    ...about,
    proof: known ? 'K' : 'H',
    fromAccount: isSource ? account : undefined,
    asset: token,
    amount,
    // No more goes than the pool took itself.
    custody: isSource ? [pool] : payers(at, token, amount, account, [pool]),
    fault: unknown ?? to.fault,
    notes: known ? [] : [UNKNOWN_POOL],
  };
}

/**
 * Allbridge Core. Key: messenger, number, dollars and receiver, which both sides tell. Source: allbridge-io core contracts (signatures
 * seen in their public code, layout of the key from memory); no receipt is recorded.
 */
export const ALLBRIDGE: ProtocolAdapter = {
  protocol: 'allbridge',
  title: 'Allbridge Core',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  assemble,
  search,
  delays: { usualSeconds: 5 * 60, p99Seconds: 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  return receiverOf(leg);
}
