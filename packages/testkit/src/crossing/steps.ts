import type { Play } from './scenery.ts';
import { burn, cashOut, mint, payoutAvax, payoutUsdc, sweep } from './steps-after.ts';
import {
  depositDirect,
  depositPending,
  depositPlain,
  depositRefunded,
  depositWrapped,
  refund,
  split,
  swap,
  theft,
} from './steps-on-a.ts';
import {
  payoutDirect,
  payoutDirectRest,
  payoutPlain,
  payoutWrapped,
  peel,
  returnAvax,
  returnUsdc,
} from './steps-on-coins.ts';

/** The steps of the story. */
export type StepName =
  | 'theft'
  | 'split'
  | 'swap'
  | 'deposit_direct'
  | 'deposit_wrapped'
  | 'deposit_refunded'
  | 'deposit_pending'
  | 'deposit_plain'
  | 'payout_direct'
  | 'payout_direct_rest'
  | 'payout_wrapped'
  | 'payout_plain'
  | 'refund'
  | 'peel'
  | 'return_usdc'
  | 'return_avax'
  | 'payout_usdc'
  | 'payout_avax'
  | 'burn'
  | 'mint'
  | 'cash_out'
  | 'sweep';

export type Step = { readonly name: StepName; readonly title: string; play(play: Play): Promise<void> };

/** In the order in which they are played. */
export const STEPS: readonly Step[] = [
  { name: 'theft', title: 'a bridge on chain A is robbed of 400 ether', play: theft },
  { name: 'split', title: 'the thief splits them among five wallets', play: split },
  { name: 'swap', title: 'a wallet buys a token', play: swap },
  { name: 'deposit_direct', title: 'a wallet deposits ether for litecoin', play: depositDirect },
  { name: 'deposit_wrapped', title: 'a wrapper sells the token and deposits the ether', play: depositWrapped },
  { name: 'deposit_refunded', title: 'a wallet asks for more litecoin than it will get', play: depositRefunded },
  { name: 'deposit_pending', title: 'a wallet makes a deposit that is never paid out', play: depositPending },
  { name: 'deposit_plain', title: 'a wallet pays the vault without the router', play: depositPlain },
  { name: 'payout_direct', title: 'a first part of litecoin arrives', play: payoutDirect },
  { name: 'payout_direct_rest', title: 'the other part arrives', play: payoutDirectRest },
  { name: 'payout_wrapped', title: "the wrapper's litecoin arrives", play: payoutWrapped },
  { name: 'payout_plain', title: 'litecoin arrives for the plain payment', play: payoutPlain },
  { name: 'refund', title: 'what asked for too much comes back', play: refund },
  { name: 'peel', title: 'the thief peels litecoin off to fresh wallets', play: peel },
  { name: 'return_usdc', title: 'litecoin goes back into the vault, for USDC on chain B', play: returnUsdc },
  { name: 'return_avax', title: "litecoin goes back into the vault, for chain B's own asset", play: returnAvax },
  { name: 'payout_usdc', title: 'USDC arrives on chain B', play: payoutUsdc },
  { name: 'payout_avax', title: "chain B's own asset arrives", play: payoutAvax },
  { name: 'burn', title: 'USDC is burnt on chain B', play: burn },
  { name: 'mint', title: 'and minted on chain C', play: mint },
  { name: 'cash_out', title: 'an exchange is paid', play: cashOut },
  { name: 'sweep', title: 'the exchange sweeps its deposit address', play: sweep },
];
