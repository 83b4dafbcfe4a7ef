import { Interface } from 'ethers';
import { type Args, argsOf } from '../../decode/args.ts';

const FIRST =
  '(bytes32 trader, bytes32 tokenOut, uint64 minAmountOut, uint64 gasDrop, uint64 cancelFee, uint64 refundFee, uint64 deadline, bytes32 destAddr, uint16 destChainId, bytes32 referrerAddr, uint8 referrerBps, uint8 auctionMode, bytes32 random) params';
const SECOND =
  '(uint8 payloadType, bytes32 trader, bytes32 destAddr, uint16 destChainId, bytes32 referrerAddr, bytes32 tokenOut, uint64 minAmountOut, uint64 gasDrop, uint64 cancelFee, uint64 refundFee, uint64 deadline, uint8 referrerBps, uint8 auctionMode, bytes32 random) params';
const PERMIT = '(uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) permitParams';
const EXTRA = '(uint16 srcChainId, bytes32 tokenIn, uint8 protocolBps, bytes32 customPayloadHash) extraParams';
const UNLOCK = '(bytes32 recipient, bytes32 driver, bool batch) unlockParams';

/** Every call that has an order's parameters in it: v1, v2 with its payload, and fills of v2. */
export const ORDER_CALLS = new Interface([
  `function createOrderWithEth(${FIRST})`,
  `function createOrderWithToken(address tokenIn, uint256 amountIn, ${FIRST})`,
  `function createOrderWithSig(address tokenIn, uint256 amountIn, ${FIRST}, uint256 submissionFee, bytes signedOrderHash, ${PERMIT})`,
  `function createOrderWithEth(${SECOND}, bytes customPayload)`,
  `function createOrderWithToken(address tokenIn, uint256 amountIn, ${SECOND}, bytes customPayload)`,
  `function createOrderWithSig(address tokenIn, uint256 amountIn, ${SECOND}, bytes customPayload, uint256 submissionFee, bytes signedOrderHash, ${PERMIT})`,
  `function fulfillOrder(uint256 fulfillAmount, bytes encodedVm, ${SECOND}, ${EXTRA}, ${UNLOCK}, ${PERMIT})`,
  `function fulfillSimple(uint256 fulfillAmount, bytes32 orderHash, ${SECOND}, ${EXTRA}, ${UNLOCK}, ${PERMIT})`,
  `function fulfillSimple(uint256 fulfillAmount, bytes32 orderHash, uint16 srcChainId, bytes32 tokenIn, uint8 protocolBps, ${FIRST}, bytes32 recepient, bool batch)`,
]);

/** The parameters of an order in a call; undefined where it is another call. */
export function parametersOf(input: string): Args | undefined {
  try {
    const call = ORDER_CALLS.parseTransaction({ data: input });
    return call === null ? undefined : argsOf(call.args).tuple('params');
  } catch {
    return undefined;
  }
}
