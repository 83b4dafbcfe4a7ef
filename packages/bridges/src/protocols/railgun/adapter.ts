import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { payers, takers } from '../../read/keepers.ts';

const SOURCE = 'Railgun-Community/deployments src/chains';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Pool', SOURCE, {
    1: '0xfa7093cdd9ee6932b4eb2c9e1cde7ce00b1fa4b9',
    56: '0x590162bf4b50f6576a459b75309ee21d92178a10',
    137: '0x19b620929f97b7b990801496c3b361ca5def8c71',
    42161: '0xfa7093cdd9ee6932b4eb2c9e1cde7ce00b1fa4b9',
  }),
  ...contracts('Treasury', SOURCE, {
    1: '0xe8a8b458bcd1ececc6b6b58f80929b29ccecff40',
    56: '0xdca05161ee5b5fa6df170191c88857e70ffb4094',
    137: '0xdca05161ee5b5fa6df170191c88857e70ffb4094',
    42161: '0x3b374464a714525498e445ba050b91571937bfc8',
  }),
];

const TOKEN = '(uint8 tokenType, address tokenAddress, uint256 tokenSubID) token';
export const SHIELD = `event Shield(uint256 treeNumber, uint256 startPosition, (bytes32 npk, ${TOKEN}, uint120 value)[] commitments, (bytes32[3] encryptedBundle, bytes32 shieldKey)[] shieldCiphertext, uint256[] fees)`;
export const UNSHIELD = `event Unshield(address to, ${TOKEN}, uint256 amount, uint256 fee)`;
/** Of token types ERC-20 is 0; the others have no amount. */
const ERC20 = 0;

const SHIELDED: LogRule = {
  on: 'log',
  event: SHIELD,
  from: ['Pool'],
  read: (args, at): readonly DraftLeg[] => {
    const first = args.uint('startPosition');
    const fees = args.uints('fees');
    return args.tuples('commitments').flatMap((commitment, place) => {
      const token = commitment.tuple('token');
      if (token.number('tokenType') !== ERC20) return [];
      const [asset, amount] = [token.address('tokenAddress'), commitment.uint('value')];
      return [
        {
          kind: 'leg',
          side: 'source',
          evidence: `log:${at.log.index}`,
          fromChain: at.chain,
          fromAccount: at.sender,
          asset,
          amount,
          custody: takers(at, asset, amount, [at.log.address]),
          fee: fees[place],
          notes: [`tree ${args.uint('treeNumber')}, leaf ${first + BigInt(place)}`],
        },
      ];
    });
  },
};

const UNSHIELDED: LogRule = {
  on: 'log',
  event: UNSHIELD,
  from: ['Pool'],
  read: (args, at): DraftLeg | undefined => {
    const token = args.tuple('token');
    if (token.number('tokenType') !== ERC20) return undefined;
    const [asset, to, amount] = [token.address('tokenAddress'), args.address('to'), args.uint('amount')];
    const fee = args.uint('fee');
    return {
      kind: 'leg',
      side: 'destination',
      toChain: at.chain,
      toAccount: to,
      asset,
      amount,
      custody: payers(at, asset, amount, to, [at.log.address]),
      fee,
      notes: [`sent by ${at.sender ?? 'nobody known'}, fee ${fee}`],
    };
  },
};

/**
 * Railgun: what is shielded and what is unshielded have nothing in common that can be seen; neither has a key. Events of before 2023 are
 * not read. Source: Railgun-Privacy/contract (signatures), Railgun-Community/deployments (contracts).
 */
export const RAILGUN: ProtocolAdapter = {
  protocol: 'railgun',
  title: 'Railgun',
  kind: 'mixer',
  proof: 'H',
  contracts: CONTRACTS,
  source: [SHIELDED],
  destination: [UNSHIELDED],
  delays: { usualSeconds: 86_400, p99Seconds: 365 * 86_400 },
};
