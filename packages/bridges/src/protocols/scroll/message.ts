import type { Address, Hash } from '@fundtrail/core';
import { Interface, keccak256 } from 'ethers';

export type Message = {
  readonly sender: Address;
  readonly target: Address;
  readonly value: bigint;
  readonly nonce: bigint;
  readonly message: string;
};

const RELAY = new Interface([
  'function relayMessage(address from, address to, uint256 value, uint256 nonce, bytes message)',
]);

/** What messengers on both sides know a message by. Source: scroll-tech/scroll, `ScrollMessengerBase._encodeXDomainCalldata`. */
export function messageHash({ sender, target, value, nonce, message }: Message): Hash {
  return keccak256(RELAY.encodeFunctionData('relayMessage', [sender, target, value, nonce, message]));
}

/** What a gateway's message tells its other side to pay; tokens are undefined for ether. */
export type Payout = {
  readonly l1Token: Address | undefined;
  readonly l2Token: Address | undefined;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};

const ETHER = ['finalizeDepositETH', 'finalizeWithdrawETH'];
const CALLS = new Interface([
  ...ETHER.map((name) => `function ${name}(address from, address to, uint256 amount, bytes data)`),
  ...['finalizeDepositERC20', 'finalizeWithdrawERC20'].map(
    (name) =>
      `function ${name}(address l1Token, address l2Token, address from, address to, uint256 amount, bytes data)`,
  ),
]);

/** Undefined for any other message. */
export function readPayout(message: string): Payout | undefined {
  try {
    const call = CALLS.parseTransaction({ data: message });
    if (call === null) return undefined;
    const { args, name } = call;
    const address = (argument: string): Address => String(args.getValue(argument)).toLowerCase();
    const isEther = ETHER.includes(name);
    return {
      l1Token: isEther ? undefined : address('l1Token'),
      l2Token: isEther ? undefined : address('l2Token'),
      from: address('from'),
      to: address('to'),
      amount: args.getValue('amount'),
    };
  } catch {
    return undefined;
  }
}

/** The message that a call relays on Ethereum or on Scroll; undefined for any other call. */
export function readRelay(input: string): Message | undefined {
  const calls = [
    RELAY,
    new Interface([
      'function relayMessageWithProof(address from, address to, uint256 value, uint256 nonce, bytes message, (uint256 batchIndex, bytes merkleProof) proof)',
    ]),
  ];
  for (const abi of calls) {
    try {
      const args = abi.parseTransaction({ data: input })?.args;
      if (args === undefined) continue;
      const [sender, target, value, nonce, message] = args;
      return { sender: sender.toLowerCase(), target: target.toLowerCase(), value, nonce, message };
    } catch {}
  }
  return undefined;
}
