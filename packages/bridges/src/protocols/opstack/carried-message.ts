import type { Address } from '@fundtrail/core';
import { Interface } from 'ethers';

/** What a bridge's message tells its other side to pay. Addresses `undefined` for ether. */
export type Payout = {
  readonly sourceToken: Address | undefined;
  readonly targetToken: Address | undefined;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};

/** The calls of all versions; `tokens`: places of the tokens of source and target among the arguments, from which the others follow. */
const CALLS = [
  ['function finalizeBridgeETH(address from, address to, uint256 amount, bytes extraData)', undefined],
  ['function finalizeETHWithdrawal(address from, address to, uint256 amount, bytes extraData)', undefined],
  [
    'function finalizeBridgeERC20(address localToken, address remoteToken, address from, address to, uint256 amount, bytes extraData)',
    { source: 1, target: 0 },
  ],
  [
    'function finalizeDeposit(address l1Token, address l2Token, address from, address to, uint256 amount, bytes extraData)',
    { source: 0, target: 1 },
  ],
  [
    'function finalizeERC20Withdrawal(address l1Token, address l2Token, address from, address to, uint256 amount, bytes extraData)',
    { source: 1, target: 0 },
  ],
] as const;

const READY = CALLS.map(([signature, tokens]) => {
  const abi = new Interface([signature]);
  return {
    abi,
    selector: abi.getFunction(signature.slice('function '.length).split('(', 1)[0] ?? '')?.selector,
    tokens,
  };
});
/** Ether on either side: the zero address on Ethereum, the placeholder of the OP stack on the rollup. */
const ETHER = ['0x0000000000000000000000000000000000000000', '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0000'];

/** Undefined for any other message. */
export function readPayout(message: string): Payout | undefined {
  const call = READY.find(({ selector }) => selector !== undefined && message.startsWith(selector));
  if (call === undefined) return undefined;
  try {
    const args = call.abi.parseTransaction({ data: message })?.args;
    if (args === undefined) return undefined;
    const at = (place: number): Address => String(args[place]).toLowerCase();
    const token = (place: number | undefined): Address | undefined =>
      place === undefined || ETHER.includes(at(place)) ? undefined : at(place);
    const first = call.tokens === undefined ? 0 : 2;
    return {
      sourceToken: token(call.tokens?.source),
      targetToken: token(call.tokens?.target),
      from: at(first),
      to: at(first + 1),
      amount: args[first + 2],
    };
  } catch {
    return undefined;
  }
}
