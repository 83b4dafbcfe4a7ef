import type { BridgeSide } from '@fundtrail/core';

/**
 * Events that mean a leg: what `shared/data/bridges/events.json` lists of a protocol, emitted by what `addresses.json` lists of it. Neither
 * is read by the adapters. The names of events there are the protocols' own (their source repositories); which of them stands for value
 * that moves, and not for a message, a proof or a bookkeeping entry, is decided here from the protocols' documentation.
 */
export type EventLegs = {
  /** As the registry calls it. */
  readonly protocol: string;
  readonly side: BridgeSide | 'wrapper';
  /** `protocol.Event` of the list. Several of them tell one movement, so the most frequent one counts. */
  readonly events: readonly string[];
  /** Protocols of the list of addresses whose contracts emit them; `any`: also contracts that no list holds, with the reason beside it. */
  readonly by: readonly string[] | 'any';
};

export const EVENT_LEGS: readonly EventLegs[] = [
  {
    protocol: 'across',
    side: 'source',
    events: ['across.FundsDeposited', 'across.V3FundsDeposited'],
    by: ['across'],
  },
  { protocol: 'across', side: 'destination', events: ['across.FilledRelay', 'across.FilledV3Relay'], by: ['across'] },
  {
    protocol: 'cctp',
    side: 'source',
    events: ['cctp_v1.DepositForBurn', 'cctp_v2.DepositForBurn'],
    by: ['cctp_v1', 'cctp_v2'],
  },
  {
    protocol: 'cctp',
    side: 'destination',
    events: ['cctp_v1.MintAndWithdraw', 'cctp_v2.MintAndWithdraw'],
    by: ['cctp_v1', 'cctp_v2'],
  },
  { protocol: 'stargate', side: 'source', events: ['layerzero_v2.OFTSent'], by: ['stargate_v2'] },
  { protocol: 'stargate', side: 'destination', events: ['layerzero_v2.OFTReceived'], by: ['stargate_v2'] },
  { protocol: 'stargate', side: 'source', events: ['stargate_v1.Swap'], by: ['stargate_v1'] },
  { protocol: 'stargate', side: 'destination', events: ['stargate_v1.SwapRemote'], by: ['stargate_v1'] },
  { protocol: 'layerzero_oft', side: 'source', events: ['layerzero_v2.OFTSent'], by: ['usdt0_oft'] },
  { protocol: 'layerzero_oft', side: 'destination', events: ['layerzero_v2.OFTReceived'], by: ['usdt0_oft'] },
  { protocol: 'hop', side: 'source', events: ['hop.TransferSentToL2', 'hop.TransferSent'], by: ['hop'] },
  {
    protocol: 'hop',
    side: 'destination',
    events: ['hop.WithdrawalBonded', 'hop.TransferFromL1Completed', 'hop.Withdrew'],
    by: ['hop'],
  },
  {
    protocol: 'axelar',
    side: 'source',
    events: ['axelar.ContractCallWithToken', 'axelar.TokenSent'],
    by: ['axelar'],
  },
  { protocol: 'axelar', side: 'destination', events: ['axelar.ContractCallApprovedWithMint'], by: ['axelar'] },
  { protocol: 'lifi', side: 'wrapper', events: ['lifi.LiFiTransferStarted'], by: ['lifi'] },
  { protocol: 'mayan', side: 'source', events: ['mayan.OrderCreated'], by: ['mayan'] },
  { protocol: 'mayan', side: 'destination', events: ['mayan.OrderFulfilled'], by: ['mayan'] },
  { protocol: 'mayan', side: 'refund', events: ['mayan.OrderRefunded'], by: ['mayan'] },
  {
    protocol: 'relay',
    side: 'source',
    events: ['relay_depository.RelayErc20Deposit', 'relay_depository.RelayNativeDeposit'],
    by: ['relay'],
  },
  {
    protocol: 'arbitrum',
    side: 'source',
    events: [
      'arbitrum_native.MessageDelivered',
      'arbitrum_native.L2ToL1Tx',
      'arbitrum_native.L2ToL1Transaction',
      'arbitrum_native.WithdrawalInitiated',
    ],
    by: ['arbitrum_native'],
  },
  // Not of listed contracts only: each project may run a gateway of its own, as The Graph does. The token leaves beside the message's ETH.
  { protocol: 'arbitrum', side: 'source', events: ['arbitrum_native.DepositInitiated'], by: 'any' },
  {
    protocol: 'arbitrum',
    side: 'destination',
    events: ['arbitrum_native.DepositFinalized', 'arbitrum_native.OutBoxTransactionExecuted'],
    by: ['arbitrum_native'],
  },
  // Without `SentMessage` and `RelayedMessage`: messages, which others use to carry nothing (Hop). Without `WithdrawalProven`: a proof.
  {
    protocol: 'opstack',
    side: 'source',
    events: [
      'opstack_native.ETHDepositInitiated',
      'opstack_native.ERC20DepositInitiated',
      'opstack_native.ETHBridgeInitiated',
      'opstack_native.ERC20BridgeInitiated',
      'opstack_native.TransactionDeposited',
      'opstack_native.WithdrawalInitiated',
      'opstack_native.MessagePassed',
    ],
    by: ['opstack_native'],
  },
  {
    protocol: 'opstack',
    side: 'destination',
    events: [
      'opstack_native.ETHBridgeFinalized',
      'opstack_native.ERC20BridgeFinalized',
      'opstack_native.ETHWithdrawalFinalized',
      'opstack_native.ERC20WithdrawalFinalized',
      'opstack_native.DepositFinalized',
      'opstack_native.WithdrawalFinalized',
    ],
    by: ['opstack_native'],
  },
  {
    protocol: 'polygon',
    side: 'source',
    events: [
      'polygon_pos.LockedEther',
      'polygon_pos.LockedERC20',
      'polygon_pos.LockedMintableERC20',
      'polygon_pos.NewDepositBlock',
    ],
    by: ['polygon_pos'],
  },
  {
    protocol: 'polygon',
    side: 'destination',
    events: [
      'polygon_pos.ExitedEther',
      'polygon_pos.ExitedERC20',
      'polygon_pos.StateCommitted',
      'polygon_pos.TokenDeposited',
    ],
    by: ['polygon_pos'],
  },
  // Without the AMB's own requests: messages, of which the OmniBridge's are told again by `TokensBridgingInitiated`.
  {
    protocol: 'gnosis',
    side: 'source',
    events: [
      'gnosis.UserRequestForAffirmation(address,uint256)',
      'gnosis.UserRequestForAffirmation(address,uint256,bytes32)',
      'gnosis.UserRequestForSignature(address,uint256)',
      'gnosis.UserRequestForSignature(address,uint256,bytes32)',
      'gnosis.TokensBridgingInitiated',
    ],
    by: ['gnosis'],
  },
  {
    protocol: 'gnosis',
    side: 'destination',
    events: ['gnosis.AffirmationCompleted', 'gnosis.TokensBridged', 'gnosis.RelayedMessage'],
    by: ['gnosis'],
  },
  { protocol: 'tornado', side: 'source', events: ['tornado.Deposit'], by: ['tornado', 'tornado_ofac_labels'] },
  { protocol: 'tornado', side: 'destination', events: ['tornado.Withdrawal'], by: ['tornado', 'tornado_ofac_labels'] },
];
