import type { Address } from '@fundtrail/core';

/** The contracts on Ethereum of one chain of the OP stack. */
export type Stack = {
  /** EVM chain number of the rollup. */
  readonly chain: number;
  readonly portal: Address;
  readonly bridge: Address;
  readonly messenger: Address;
};

/** ethereum-optimism/superchain-registry, superchain/extra/addresses @005f57b; Optimism and Base also in recorded transactions. */
export const STACKS: readonly Stack[] = [
  {
    chain: 10,
    portal: '0xbeb5fc579115071764c7423a4f12edde41f106ed',
    bridge: '0x99c9fc46f92e8a1c0dec1b1747d010903e884be1',
    messenger: '0x25ace71c97b33cc4729cf772ae268934f7ab5fa1',
  },
  {
    chain: 480,
    portal: '0xd5ec14a83b7d95be1e2ac12523e2dee12cbeea6c',
    bridge: '0x470458c91978d2d929704489ad730dc3e3001113',
    messenger: '0xf931a81d18b1766d15695ffc7c1920a62b7e710a',
  },
  {
    chain: 1135,
    portal: '0x26db93f8b8b4f7016240af62f7730979d353f9a7',
    bridge: '0x2658723bf70c7667de6b25f99fcce13a16d25d08',
    messenger: '0x31b72d76fb666844c41edf08df0254875dbb7edb',
  },
  {
    chain: 1750,
    portal: '0x3f37abde2c6b5b2ed6f8045787df1ed1e3753956',
    bridge: '0x6d0f65d59b55b0fec5d2d15365154dcadc140bf3',
    messenger: '0x0a47a44f1b2bb753474f8c830322554a96c9934d',
  },
  {
    chain: 8453,
    portal: '0x49048044d57e1c92a77f79988d21fa8faf74e97e',
    bridge: '0x3154cf16ccdb4c6d922629664174b904d80f2c35',
    messenger: '0x866e82a600a1414e583f7f13623f1ac5d58b0afa',
  },
  {
    chain: 34443,
    portal: '0x8b34b14c7c7123459cf3076b8cb929be097d0c07',
    bridge: '0x735adbbe72226bd52e818e7181953f42e3b0ff21',
    messenger: '0x95bdca6c8edeb69c98bd5bd17660bacef1298a6f',
  },
  {
    chain: 7777777,
    portal: '0x1a0ad011913a150f69f6a19df447a0cfd9551054',
    bridge: '0x3e2ea9b92b7e48a52296fd261dc26fd995284631',
    messenger: '0xdc40a14d9abd6f410226f1e6de71ae03441ca506',
  },
];

export const L2_MESSENGER: Address = '0x4200000000000000000000000000000000000007';
export const L2_BRIDGE: Address = '0x4200000000000000000000000000000000000010';
export const L2_PASSER: Address = '0x4200000000000000000000000000000000000016';

/** The stack that a contract on Ethereum belongs to. */
export function stackOf(contract: Address): Stack | undefined {
  return STACKS.find(({ portal, bridge, messenger }) => [portal, bridge, messenger].includes(contract));
}
