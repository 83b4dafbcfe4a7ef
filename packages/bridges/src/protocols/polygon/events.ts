import { type Address, type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import { AbiCoder } from 'ethers';
import type { CallRule, DraftLeg, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { readBurnProof } from './burn-proof.ts';

export const ETHEREUM = 'eip155:1';
export const POLYGON = 'eip155:137';
export const COMMITTED = 'event StateCommitted(uint256 indexed stateId, bool success)';
/** Ether in the messages of the PoS bridge. */
const ETHER = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
const CHILD_CHAIN_MANAGER = '0xa6fa4fb5f76172d178d61b04b0ecd319c5d1c0aa';
const CHILD_CHAIN = '0xd9c7c4ed4b66858301d0cb28cc88bf655fe34861';
const NATIVE = '0x0000000000000000000000000000000000001010';

type Deposit = { readonly user: Address; readonly token: Address; readonly amount: bigint };

/** A message to Polygon that brings value; its number is the key, and Polygon tells it. */
export const SYNCED: LogRule = {
  on: 'log',
  event: 'event StateSynced(uint256 indexed id, address indexed contractAddress, bytes data)',
  from: ['StateSender'],
  read: (args, at): DraftLeg | undefined => {
    const receiver = args.address('contractAddress');
    const isPlasma = receiver === CHILD_CHAIN;
    if (!isPlasma && receiver !== CHILD_CHAIN_MANAGER) return undefined;
    const told = (isPlasma ? readPlasma : readPos)(args.hex('data'));
    if (told === undefined) return undefined;
    const { user, token, amount } = told;
    const asset: AssetRef = token === ETHER ? 'native' : token;
    const keepers = at.legs.flatMap(({ to }) => (at.isRole(to, 'Predicate', 'DepositManager') ? [to] : []));
    const routers = asset === 'native' && at.to !== undefined && at.isRole(at.to, 'RootChainManager') ? [at.to] : [];
    return {
      kind: 'leg',
      side: 'source',
      key: `state:${args.uint('id')}`,
      fromChain: at.chain,
      fromAccount: at.sender,
      toChain: POLYGON,
      toAccount: user,
      asset,
      amount,
      custody: takers(at, asset, amount, [...keepers, ...routers]),
    };
  },
};

/** `(bytes32 type, bytes (address user, address token, bytes amount))`; undefined for other messages and for tokens that have no amount. */
function readPos(data: string): Deposit | undefined {
  try {
    const abi = AbiCoder.defaultAbiCoder();
    const [, inner] = abi.decode(['bytes32', 'bytes'], data);
    const [user, token, amount] = abi.decode(['address', 'address', 'bytes'], inner);
    if (amount.length !== 66) return undefined;
    return { user: user.toLowerCase(), token: token.toLowerCase(), amount: BigInt(amount) };
  } catch {
    return undefined;
  }
}

function readPlasma(data: string): Deposit | undefined {
  try {
    const [user, token, amount] = AbiCoder.defaultAbiCoder().decode(['address', 'address', 'uint256', 'uint256'], data);
    return { user: user.toLowerCase(), token: token.toLowerCase(), amount };
  } catch {
    return undefined;
  }
}

/** What Plasma brings: POL is made by the chain itself, in no leg of the transaction. */
export const TOKEN_DEPOSITED: LogRule = {
  on: 'log',
  event:
    'event TokenDeposited(address indexed rootToken, address indexed childToken, address indexed user, uint256 amount, uint256 depositCount)',
  from: ['ChildChain'],
  read: (args, at) => {
    const [token, user, amount] = [args.address('childToken'), args.address('user'), args.uint('amount')];
    const isNative = token === NATIVE;
    const asset: AssetRef = isNative ? 'native' : token;
    const custody = isNative ? [] : payers(at, asset, amount, user, [token]);
    return {
      kind: 'leg',
      side: 'destination',
      part: { is: 'plasma', log: at.log.index, user, asset, amount, custody },
    };
  },
};

export type Plasma = {
  readonly is: 'plasma';
  readonly log: number;
  readonly user: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly custody: readonly Address[];
};
export type Committed = {
  readonly is: 'committed';
  readonly log: number;
  readonly id: bigint;
  readonly success: boolean;
};

export const STATE_COMMITTED: LogRule = {
  on: 'log',
  event: COMMITTED,
  from: ['StateReceiver'],
  read: (args, { log }) => {
    const part: Committed = {
      is: 'committed',
      log: log.index,
      id: args.uint('stateId'),
      success: args.flag('success'),
    };
    return { kind: 'leg', side: 'destination', part };
  },
};

/** What is burnt on Polygon to be paid on Ethereum: a token of the PoS bridge is burnt for nothing else. */
export const BURNT: LogRule = {
  on: 'log',
  event: 'event Transfer(address indexed from, address indexed to, uint256 value)',
  from: ['ChildToken'],
  read: (args, at): DraftLeg | undefined => {
    if (args.address('to') !== ZERO_ADDRESS) return undefined;
    const place = at.logs.findIndex(({ index }) => index === at.log.index);
    const from = args.address('from');
    return {
      kind: 'leg',
      side: 'source',
      key: exitKey(at.block, at.place, place),
      fromChain: at.chain,
      fromAccount: from,
      toChain: ETHEREUM,
      toAccount: from,
      asset: at.log.address,
      amount: args.uint('value'),
      custody: [at.log.address],
    };
  },
};

function exitKey(block: number, place: number, log: number): string {
  return `exit:${block}:${place}:${log}`;
}

export type Proof = { readonly is: 'proof'; readonly key: string | undefined };

/** An exit proves the burn by its block, its place there and its log's. */
export const EXIT: CallRule = {
  on: 'call',
  function: 'function exit(bytes inputData)',
  of: ['RootChainManager'],
  read: (args) => {
    const proof = readBurnProof(args.hex('inputData'));
    const key = proof === undefined ? undefined : exitKey(proof.block, proof.place, proof.log);
    return { kind: 'leg', side: 'destination', part: { is: 'proof', key } satisfies Proof };
  },
};

export const EXITED: readonly LogRule[] = [
  exited('event ExitedEther(address indexed exitor, uint256 amount)', false),
  exited('event ExitedERC20(address indexed exitor, address indexed rootToken, uint256 amount)', true),
  exited('event ExitedMintableERC20(address indexed exitor, address indexed rootToken, uint256 amount)', true),
];

function exited(event: string, isToken: boolean): LogRule {
  return {
    on: 'log',
    event,
    from: ['Predicate'],
    read: (args, at: LogContext): DraftLeg => {
      const [to, amount] = [args.address('exitor'), args.uint('amount')];
      const asset: AssetRef = isToken ? args.address('rootToken') : 'native';
      return {
        kind: 'leg',
        side: 'destination',
        evidence: `log:${at.log.index}`,
        fromChain: POLYGON,
        fromAccount: to,
        toChain: at.chain,
        toAccount: to,
        asset,
        amount,
        custody: payers(at, asset, amount, to, [at.log.address]),
      };
    },
  };
}
