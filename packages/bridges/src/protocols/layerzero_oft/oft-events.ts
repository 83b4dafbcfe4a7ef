import type { Draft, LogRule } from '../../adapter.ts';

/** What a token contract says of itself. Anybody may emit it: only a packet of the same transaction makes it true. */
export type OftPart = SentOft | ReceivedOft | SentOftV1 | ReceivedOftV1 | Composed;
export type SentOft = {
  readonly is: 'oft sent';
  readonly log: number;
  readonly oft: string;
  readonly guid: string;
  readonly dstEid: number;
  readonly from: string;
  readonly amount: bigint;
  readonly arriving: bigint;
};
export type ReceivedOft = {
  readonly is: 'oft received';
  readonly log: number;
  readonly oft: string;
  readonly guid: string;
  readonly srcEid: number;
  readonly to: string;
  readonly amount: bigint;
};
export type SentOftV1 = {
  readonly is: 'oft v1 sent';
  readonly log: number;
  readonly oft: string;
  readonly dstChain: number;
  readonly from: string | undefined;
  readonly to: string;
  readonly amount: bigint;
};
export type ReceivedOftV1 = {
  readonly is: 'oft v1 received';
  readonly log: number;
  readonly oft: string;
  readonly srcChain: number;
  readonly to: string;
  readonly amount: bigint;
};
/** Said by the endpoint: a contract will be called with what arrived. */
export type Composed = { readonly is: 'composed'; readonly guid: string; readonly to: string };

export const OFT_SENT =
  'event OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)';
export const OFT_RECEIVED =
  'event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)';
export const OFT_V1_SENT =
  'event SendToChain(uint16 indexed _dstChainId, address indexed _from, bytes _toAddress, uint256 _amount)';
export const OFT_V1_SENT_WORD =
  'event SendToChain(uint16 indexed _dstChainId, address indexed _from, bytes32 indexed _toAddress, uint256 _amount)';
export const OFT_V1_RECEIVED =
  'event ReceiveFromChain(uint16 indexed _srcChainId, address indexed _to, uint256 _amount)';

/** Of Stargate's own token, the first of its kind: they name the other chain `srcChainId` on both sides. */
export const OMNI_SENT = 'event SendToChain(uint16 srcChainId, bytes toAddress, uint256 qty, uint64 nonce)';
export const OMNI_RECEIVED = 'event ReceiveFromChain(uint16 srcChainId, address toAddress, uint256 qty, uint64 nonce)';

export const SENT_TOKENS: readonly LogRule[] = [
  {
    on: 'log',
    event: OFT_SENT,
    from: 'any',
    read: (args, { log }) =>
      said({
        is: 'oft sent',
        log: log.index,
        oft: log.address,
        guid: args.hex('guid'),
        dstEid: args.number('dstEid'),
        from: args.address('fromAddress'),
        amount: args.uint('amountSentLD'),
        arriving: args.uint('amountReceivedLD'),
      }),
  },
  ...[OFT_V1_SENT, OFT_V1_SENT_WORD].map(
    (event): LogRule => ({
      on: 'log',
      event,
      from: 'any',
      read: (args, { log }) =>
        said({
          is: 'oft v1 sent',
          log: log.index,
          oft: log.address,
          dstChain: args.number('_dstChainId'),
          from: args.address('_from'),
          to: args.hex('_toAddress'),
          amount: args.uint('_amount'),
        }),
    }),
  ),
  {
    on: 'log',
    event: OMNI_SENT,
    from: 'any',
    read: (args, { log, sender }) =>
      said({
        is: 'oft v1 sent',
        log: log.index,
        oft: log.address,
        dstChain: args.number('srcChainId'),
        from: sender,
        to: args.hex('toAddress'),
        amount: args.uint('qty'),
      }),
  },
];

export const RECEIVED_TOKENS: readonly LogRule[] = [
  {
    on: 'log',
    event: OFT_RECEIVED,
    from: 'any',
    read: (args, { log }) =>
      said({
        is: 'oft received',
        log: log.index,
        oft: log.address,
        guid: args.hex('guid'),
        srcEid: args.number('srcEid'),
        to: args.address('toAddress'),
        amount: args.uint('amountReceivedLD'),
      }),
  },
  {
    on: 'log',
    event: OFT_V1_RECEIVED,
    from: 'any',
    read: (args, { log }) =>
      said({
        is: 'oft v1 received',
        log: log.index,
        oft: log.address,
        srcChain: args.number('_srcChainId'),
        to: args.address('_to'),
        amount: args.uint('_amount'),
      }),
  },
  {
    on: 'log',
    event: OMNI_RECEIVED,
    from: 'any',
    read: (args, { log }) =>
      said({
        is: 'oft v1 received',
        log: log.index,
        oft: log.address,
        srcChain: args.number('srcChainId'),
        to: args.address('toAddress'),
        amount: args.uint('qty'),
      }),
  },
  {
    on: 'log',
    event: 'event ComposeSent(address from, address to, bytes32 guid, uint16 index, bytes message)',
    from: ['EndpointV2'],
    read: (args) => said({ is: 'composed', guid: args.hex('guid'), to: args.address('to') }),
  },
];

function said(part: OftPart): Draft {
  return { kind: 'leg', side: part.is.includes('sent') ? 'source' : 'destination', part };
}
