import { formatAmount, unitOf } from '@fundtrail/cli';
import { accountId, assetId, formatAccount, formatAsset, splitAccountId } from '@fundtrail/core';
import type { Story } from '@fundtrail/testkit';

/** What people read instead of addresses and base units. */
export type Names = {
  /** @param account CAIP-10. A label's entity, else the part it has in the story, else only the short address. */
  account(account: string): string;
  /** @param asset CAIP-19 */
  amount(amount: bigint, asset: string): string;
};

/** Both test tokens have ether's decimals. */
const TOKEN_DECIMALS = 18;

export function createNames(story: Omit<Story, 'expected'>): Names {
  const { chain, cast, contracts, labels } = story;
  const names = new Map<string, string>();
  const name = (address: string, text: string): void => void names.set(formatAccount(accountId(chain, address)), text);
  name(cast.thief, 'the thief');
  for (const [place, address] of cast.wallets.entries()) name(address, `wallet ${place + 1}`);
  for (const [place, address] of cast.peel.entries()) name(address, `peel ${place + 1}`);
  for (const [place, address] of cast.peeled.entries()) name(address, `side pocket ${place + 1}`);
  for (const { address, entity } of labels) name(address, entity);
  for (const [place, address] of cast.deposits.entries())
    name(address, `Example Exchange, deposit address ${place + 1}`);
  const symbols = new Map([
    [formatAsset(assetId(chain, contracts.token)), 'TOKEN'],
    [formatAsset(assetId(chain, contracts.weth)), 'WETH'],
  ]);
  return {
    account: (account) => {
      const { address } = splitAccountId(account);
      const short = `${address.slice(0, 6)}…${address.slice(-4)}`;
      const known = names.get(account);
      return known === undefined ? short : `${known} (${short})`;
    },
    amount: (amount, asset) => {
      const symbol = symbols.get(asset);
      const unit = symbol === undefined ? unitOf(asset) : { symbol, decimals: TOKEN_DECIMALS };
      return `${formatAmount(amount, unit.decimals)} ${unit.symbol}`;
    },
  };
}
