import { type BridgeLeg, isUtxo } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { Search } from '../adapter.ts';
import { topicOf } from '../decode/foreign-account.ts';
import { logsOf } from '../searches.ts';
import { ROUTERS, type ThorNetwork } from './network.ts';
import { TRANSFER_OUT_EVENT } from './payout-events.ts';

const TRANSFER_OUT_TOPIC = new Interface([TRANSFER_OUT_EVENT]).getEvent('TransferOut')?.topicHash ?? null;
const ACCOUNT = /^0x(?:[0-9a-f]{2})+$/;

/**
 * Where it may have arrived, and then where it may have come back to: of routers what they paid the receiver, whichever vault it came of; and all
 * that the receiver got, since aggregators are told without topics and vaults pay native value without a router.
 */
export function search(leg: BridgeLeg, network: ThorNetwork): readonly Search[] {
  const { side, fromChain, fromAccount, toChain, toAccount } = leg;
  if (side !== 'source') return [];
  const back = fromChain === toChain && fromAccount === toAccount ? [] : paidTo(fromChain, fromAccount, network);
  return [...paidTo(toChain, toAccount, network), ...back];
}

function paidTo(chain: string | undefined, account: string | undefined, { contracts }: ThorNetwork): readonly Search[] {
  if (chain === undefined || account === undefined || !ACCOUNT.test(account)) return [];
  const byAccount: Search = { by: 'account', chain, address: account };
  if (isUtxo(chain)) return [byAccount];
  if (!chain.startsWith('eip155:')) return [];
  return [...logsOf(contracts, ROUTERS, chain, [TRANSFER_OUT_TOPIC, null, topicOf(account)]), byAccount];
}
