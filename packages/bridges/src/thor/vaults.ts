import { chainInfo, isUtxo, SourceError } from '@fundtrail/core';
import type { AccountRules } from '../adapter.ts';
import { listWithin, textWithin } from '../decode/answer.ts';
import type { Located } from '../read/rule-index.ts';
import { accountOn } from './accounts.ts';
import { chainOfWord } from './chains.ts';
import { type ThorNetwork, VAULT } from './network.ts';

type Told = Parameters<AccountRules['read']>[1];

/** Vaults of all chains, and those alone that take deposits now. */
export function vaultRules(network: ThorNetwork): readonly AccountRules[] {
  const { name, baseUrl, nodePath } = network.node;
  return [
    {
      name,
      baseUrl,
      path: (height) => `${nodePath}/vaults/asgard${height === undefined ? '' : `?height=${height}`}`,
      read: (answer, told) => asgardVaults(answer, network, told),
    },
    {
      name,
      baseUrl,
      path: (height) => (height === undefined ? `${nodePath}/inbound_addresses` : undefined),
      read: (answer, told) => inboundVaults(answer, network, told),
    },
  ];
}

/**
 * Vaults that take deposits at the time, of `/inbound_addresses`. Chains that cannot be traced are left out.
 * @throws SourceError `malformed` for an answer of another form
 */
export function inboundVaults(answer: unknown, network: ThorNetwork, told: Told): readonly Located[] {
  const rows = listOf(answer, network).map((row) => ({
    chain: textWithin(row, 'chain'),
    address: textWithin(row, 'address'),
  }));
  return located(rows, network, 'inbound_addresses', told);
}

/**
 * All vaults, also those that only pay or retire, of `/vaults/asgard`, with `?height=` as it was then.
 * @throws SourceError `malformed` for an answer of another form, or one of before addresses were told
 */
export function asgardVaults(answer: unknown, network: ThorNetwork, told: Told): readonly Located[] {
  const rows = listOf(answer, network).flatMap((vault) => {
    const addresses = listWithin(vault, 'addresses');
    if (addresses.length === 0) throw new SourceError('malformed', network.node.name, 'a vault has no addresses');
    return addresses.map((row) => ({ chain: textWithin(row, 'chain'), address: textWithin(row, 'address') }));
  });
  return located(rows, network, 'vaults/asgard', told);
}

function listOf(answer: unknown, { node }: ThorNetwork): readonly unknown[] {
  if (!Array.isArray(answer)) throw new SourceError('malformed', node.name, 'the answer is no list');
  return answer;
}

function located(
  rows: readonly { readonly chain: string | undefined; readonly address: string | undefined }[],
  { protocol, node }: ThorNetwork,
  path: string,
  told: Told,
): readonly Located[] {
  const source = `${node.name} ${node.nodePath}/${path}`;
  const vaults = new Map<string, Located>();
  for (const row of rows) {
    if (row.chain === undefined || row.address === undefined) {
      throw new SourceError('malformed', node.name, 'a vault has no chain or address');
    }
    const chain = chainOfWord(row.chain);
    if (chain === undefined || !isTraced(chain)) continue;
    const address = accountOn(row.address, chain);
    if (address === undefined)
      throw new SourceError('malformed', node.name, `${row.address} is no account of ${chain}`);
    vaults.set(`${chain} ${address}`, { protocol, chain, role: VAULT, address, source, ...told });
  }
  return [...vaults.values()];
}

function isTraced(chain: string): boolean {
  return chain.startsWith('eip155:') || (isUtxo(chain) && chainInfo(chain).addresses !== undefined);
}
