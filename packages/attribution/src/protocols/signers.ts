/** Where an event names an account that acts by its signature, though another sent the transaction. */
export type SignerEvent = {
  readonly signature: string;
  /**
   * `topic`: place among the topics (from 1); `word`: place among the words of data (from 0); `emitter`: the wallet itself emits it;
   * `unnamed`: somebody signed, but the event does not say who.
   */
  readonly at: { readonly topic: number } | { readonly word: number } | 'emitter' | 'unnamed';
};

/** From the protocols' published contracts. Stand of 2026-11. */
export const SIGNER_EVENTS: readonly SignerEvent[] = [
  // CoW: the owner of the order.
  { signature: 'Trade(address,address,address,uint256,uint256,uint256,bytes)', at: { topic: 1 } },
  // 1inch limit orders: the maker, where it is named.
  { signature: 'OrderFilled(address,bytes32,uint256)', at: { topic: 1 } },
  { signature: 'OrderFilled(bytes32,uint256)', at: 'unnamed' },
  { signature: 'OrderFilledRFQ(bytes32,uint256)', at: 'unnamed' },
  // UniswapX: the swapper.
  { signature: 'Fill(bytes32,address,address,uint256)', at: { topic: 3 } },
  // 0x: the makers of orders, and who signed a meta transaction.
  { signature: 'RfqOrderFilled(bytes32,address,address,address,address,uint128,uint128,bytes32)', at: { word: 1 } },
  {
    signature:
      'LimitOrderFilled(bytes32,address,address,address,address,address,uint128,uint128,uint128,uint256,bytes32)',
    at: { word: 1 },
  },
  { signature: 'OtcOrderFilled(bytes32,address,address,address,address,uint128,uint128)', at: { word: 1 } },
  { signature: 'MetaTransactionExecuted(bytes32,bytes4,address,address)', at: { word: 1 } },
  // Wallets that are contracts: ERC-4337 accounts, Safes called by their owners or by a module.
  { signature: 'UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)', at: { topic: 2 } },
  { signature: 'ExecutionSuccess(bytes32,uint256)', at: 'emitter' },
  { signature: 'ExecutionFromModuleSuccess(address)', at: 'emitter' },
];
