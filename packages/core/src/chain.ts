import { InputError } from './errors.ts';

/** A CAIP-2 chain id, e.g. `eip155:1`. */
export type ChainId = string;

/** What the code needs to know of a chain before anything is read from it. */
export type ChainInfo = {
  readonly id: ChainId;
  readonly name: string;
  /** SLIP-44 coin type of the native asset, for its CAIP-19 id. */
  readonly slip44: number;
  readonly symbol: string;
  readonly decimals: number;
  /** Contract of the wrapped native asset (WETH9 kind: Deposit and Withdrawal events, no Transfer), lower case. */
  readonly wrapped?: string;
};

const CAIP2 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/;
const ETHER = { slip44: 60, symbol: 'ETH', decimals: 18 } as const;

/** Chains known by name. A chain outside this table works too: its native asset is then called by its coin type 60. */
const KNOWN_CHAINS: readonly ChainInfo[] = [
  { id: 'eip155:1', name: 'Ethereum', ...ETHER, wrapped: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2' },
  { id: 'eip155:10', name: 'Optimism', ...ETHER, wrapped: '0x4200000000000000000000000000000000000006' },
  {
    id: 'eip155:56',
    name: 'BNB Smart Chain',
    slip44: 714,
    symbol: 'BNB',
    decimals: 18,
    wrapped: '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c',
  },
  {
    id: 'eip155:100',
    name: 'Gnosis',
    slip44: 700,
    symbol: 'xDAI',
    decimals: 18,
    wrapped: '0xe91d153e0b41518a2ce8dd3d7944fa863463a97d',
  },
  {
    id: 'eip155:137',
    name: 'Polygon',
    slip44: 966,
    symbol: 'POL',
    decimals: 18,
    wrapped: '0x0d500b1d8e8ef31e21c99d1db9a6444d3adf1270',
  },
  { id: 'eip155:8453', name: 'Base', ...ETHER, wrapped: '0x4200000000000000000000000000000000000006' },
  { id: 'eip155:42161', name: 'Arbitrum One', ...ETHER, wrapped: '0x82af49447d8a07e3bd95bd0d56f35241523fbab1' },
  {
    id: 'eip155:43114',
    name: 'Avalanche C',
    slip44: 9005,
    symbol: 'AVAX',
    decimals: 18,
    wrapped: '0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7',
  },
  { id: 'eip155:31337', name: 'Local development chain', ...ETHER },
];
const CHAIN_BY_ID = new Map(KNOWN_CHAINS.map((chain) => [chain.id, chain]));

/** The chain's facts; for a chain outside the table, its id as name and ether-like native asset. */
export function chainInfo(id: ChainId): ChainInfo {
  return CHAIN_BY_ID.get(id) ?? { id, name: id, ...ETHER };
}

/**
 * Reads a CAIP-2 chain id. Only `eip155` chains can be traced so far; other namespaces are refused by name.
 * @throws InputError
 */
export function parseChain(text: string, field = 'chain'): ChainId {
  if (!CAIP2.test(text)) {
    throw new InputError(
      `${JSON.stringify(text)} is not a CAIP-2 chain id`,
      { field },
      { remedy: 'Write it like eip155:1.' },
    );
  }
  const [namespace, reference] = text.split(':') as [string, string];
  if (namespace !== 'eip155') {
    throw new InputError(
      `chains of namespace ${namespace} cannot be traced yet`,
      { field },
      { remedy: 'Use an EVM chain, e.g. eip155:1.' },
    );
  }
  if (!/^[1-9][0-9]*$/.test(reference)) {
    throw new InputError(
      `${JSON.stringify(text)} has no decimal EVM chain number`,
      { field },
      { remedy: 'Write it like eip155:1.' },
    );
  }
  return text;
}
