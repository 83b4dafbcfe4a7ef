import type { BridgeLeg, ChainName, Hash } from '@fundtrail/core';
import { Interface } from 'ethers';
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
import { foreignAccount } from '../../decode/foreign-account.ts';
import { payers, takers } from '../../read/keepers.ts';
import { logsOf, receiverOf } from '../../searches.ts';

const SOURCE = 'XChainWatcher configuration (bridge contracts of Nomad), with its recorded addresses';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('BridgeRouter', SOURCE, {
    1: '0x88a69b4e698a4b090df6cf5bd7b2d47325ad30a3',
    1284: '0xd3dfd3ede74e0dcebc1aa685e151332857efce2d',
  }),
  ...contracts('Home', SOURCE, {
    1: '0x92d3404a7e6c91455bbd81475cd9fad96acff4c8',
    1284: '0x8f184d6aa1977fd2f9d9024317d0ea5cf5815b6f',
  }),
  ...contracts('Replica', SOURCE, {
    1: ['0x049b51e531fd8f90da6d92ea83dc4125002f20ef', '0x5d94309e5a0090b165fa4181519701637b6daeba'],
    1284: '0x7f58bb8311db968ab110889f2dfa04ab7e8e831b',
  }),
  ...contracts('EthHelper', SOURCE, {
    1: '0x2d6775c1673d4ce55e1f827a0d53e62c43d1f304',
    1284: '0xb70588b1a51f847d13158ff18e9cac861df5fb00',
  }),
];

/** Nomad's numbers of chains; source: nomad-xyz configuration as quoted in public dbt models. */
const DOMAINS: ReadonlyMap<number, ChainName> = new Map([
  [6648936, 'eip155:1'],
  [1650811245, 'eip155:1284'],
  [1635148152, 'eip155:43114'],
  [1702260083, 'eip155:9001'],
  [25393, 'eip155:2001'],
  [2019844457, 'eip155:100'],
]);
const ORIGIN_BITS = 32n;

type Part =
  | { readonly is: 'dispatch' | 'process'; readonly log: number; readonly hash: Hash; readonly success: boolean }
  | { readonly is: 'moved'; readonly log: number; readonly leg: DraftLeg };

const DISPATCH =
  'event Dispatch(bytes32 indexed messageHash, uint256 indexed leafIndex, uint64 indexed destinationAndNonce, bytes32 committedRoot, bytes message)';
const PROCESS = 'event Process(bytes32 indexed messageHash, bool indexed success, bytes indexed returnData)';

const RULES: { readonly source: readonly LogRule[]; readonly destination: readonly LogRule[] } = {
  source: [
    {
      on: 'log',
      event: DISPATCH,
      from: ['Home'],
      read: (args, { log }) =>
        part('source', { is: 'dispatch', log: log.index, hash: args.hex('messageHash'), success: true }),
    },
    {
      on: 'log',
      event:
        'event Send(address indexed token, address indexed from, uint32 indexed toDomain, bytes32 toId, uint256 amount, bool toHook)',
      from: ['BridgeRouter'],
      read: (args, at) => {
        const [asset, amount] = [args.address('token'), args.uint('amount')];
        const toChain = DOMAINS.get(args.number('toDomain'));
        const to = foreignAccount(toChain, args.hex('toId'));
        const leg: DraftLeg = {
          kind: 'leg',
          side: 'source',
          evidence: `log:${at.log.index}`,
          fromChain: at.chain,
          fromAccount: args.address('from'),
          toChain,
          toAccount: to.account,
          asset,
          amount,
          custody: takers(at, asset, amount, [at.log.address, asset]),
          fault: toChain === undefined ? `domain ${args.number('toDomain')} is not known` : to.fault,
        };
        return part('source', { is: 'moved', log: at.log.index, leg });
      },
    },
  ],
  destination: [
    {
      on: 'log',
      event:
        'event Receive(uint64 indexed originAndNonce, address indexed token, address indexed recipient, address liquidityProvider, uint256 amount)',
      from: ['BridgeRouter'],
      read: (args, at) => {
        const [asset, to, amount] = [args.address('token'), args.address('recipient'), args.uint('amount')];
        const origin = args.uint('originAndNonce') >> ORIGIN_BITS;
        const leg: DraftLeg = {
          kind: 'leg',
          side: 'destination',
          evidence: `log:${at.log.index}`,
          fromChain: DOMAINS.get(Number(origin)),
          toChain: at.chain,
          toAccount: to,
          asset,
          amount,
          custody: payers(at, asset, amount, to, [at.log.address, asset]),
        };
        return part('destination', { is: 'moved', log: at.log.index, leg });
      },
    },
    {
      on: 'log',
      event: PROCESS,
      from: ['Replica'],
      read: (args, { log }) =>
        part('destination', {
          is: 'process',
          log: log.index,
          hash: args.hex('messageHash'),
          success: args.flag('success'),
        }),
    },
  ],
};

function part(side: 'source' | 'destination', of: Part): Draft {
  return { kind: 'leg', side, part: of };
}

/**
 * What leaves is told after the message that carries it, what arrives before the message is said to be processed. One message carries
 * one movement. In the theft of 2022-08-01 messages were processed that nobody had sent: they have keys that no source has.
 */
function assemble(drafts: readonly Draft[], _at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part: of }) => (of === undefined ? [] : [of as Part]));
  const used = new Set<number>();
  return [
    ...drafts.filter(({ part: of }) => of === undefined),
    ...parts.flatMap((one): readonly DraftLeg[] => {
      if (one.is !== 'moved') return [];
      const isSource = one.leg.side === 'source';
      const fits = (other: Part): boolean =>
        other.is === (isSource ? 'dispatch' : 'process') &&
        !used.has(other.log) &&
        (isSource ? other.log < one.log : other.log > one.log);
      const message = isSource ? parts.findLast(fits) : parts.find(fits);
      if (message === undefined || message.is === 'moved') {
        return [{ ...one.leg, fault: one.leg.fault ?? 'no message tells it' }];
      }
      used.add(message.log);
      const fault = one.leg.fault ?? (message.success ? undefined : 'its message failed');
      return [{ ...one.leg, key: message.hash, fault }];
    }),
  ];
}

/**
 * Nomad's token bridge (2022): key is the hash of the message. Source: nomad-xyz/monorepo, `BridgeRouter`, `Home`, `Replica`; no
 * receipt is recorded.
 */
export const NOMAD: ProtocolAdapter = {
  protocol: 'nomad',
  title: 'Nomad',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  ...RULES,
  assemble,
  search,
  // Messages wait half an hour for fraud proofs.
  delays: { usualSeconds: 40 * 60, p99Seconds: 2 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.key === undefined) return [];
  const isSource = leg.side === 'source';
  const event = isSource ? PROCESS : DISPATCH;
  const topic = new Interface([event]).getEvent(isSource ? 'Process' : 'Dispatch')?.topicHash ?? '';
  const other = isSource ? leg.toChain : leg.fromChain;
  return [...logsOf(CONTRACTS, [isSource ? 'Replica' : 'Home'], other, [topic, leg.key]), ...receiverOf(leg)];
}
