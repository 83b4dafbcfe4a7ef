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
import { payers, takers } from '../../read/keepers.ts';
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
    // Pools are many; a swap counts only beside a message of the bridge of the same amount, and as far as the token moved.
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

function legOf(at: TransactionContext, message: Message, swaps: readonly Swap[]): DraftLeg {
  const isSource = message.is === 'sent';
  const found = swaps.find(({ is, dollars }) => is === (isSource ? 'in' : 'out') && dollars === message.dollars);
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
  if (found === undefined) return { ...about, fault: 'what was swapped for it is not told' };
  const { token, amount, pool, account } = found;
  const custody = isSource ? takers(at, token, amount, [pool]) : payers(at, token, amount, account, [pool]);
  const fromAccount = isSource ? account : undefined;
  return { ...about, fromAccount, asset: token, amount, custody, fault: unknown ?? to.fault };
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
