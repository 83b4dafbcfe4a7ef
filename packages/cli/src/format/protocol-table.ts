import type { ListedProtocol } from '@fundtrail/worker';
import type { Colors } from './colors.ts';
import { formatTable } from './table.ts';

/** Protocols one per line; with `contracts`, below each what is known of its contracts. */
export function formatProtocols(protocols: readonly ListedProtocol[], contracts: boolean, colors: Colors): string {
  if (!contracts) return `${tableOf(protocols)}\n`;
  return `${protocols.map((protocol) => `${colors.bold(protocol.title)}\n${tableOf([protocol])}\n${contractTable(protocol)}`).join('\n\n')}\n`;
}

function tableOf(protocols: readonly ListedProtocol[]): string {
  return formatTable(
    [
      { title: 'protocol' },
      { title: 'kind' },
      { title: 'class' },
      { title: 'chains', align: 'right' },
      { title: 'contracts', align: 'right' },
      { title: 'as of' },
      { title: 'apis' },
      { title: 'fixtures', align: 'right' },
      { title: 'usual', align: 'right' },
      { title: '99 %', align: 'right' },
    ],
    protocols.map((listed) => [
      listed.protocol,
      listed.kind,
      listed.class,
      listed.chains.includes('evm') ? 'all EVM' : String(listed.chains.length),
      String(listed.contracts.length),
      listed.as_of ?? '',
      listed.apis.join(', '),
      String(listed.fixtures),
      spanText(listed.usual_seconds),
      spanText(listed.p99_seconds),
    ]),
  );
}

function contractTable({ contracts }: ListedProtocol): string {
  if (contracts.length === 0) return 'no contracts of its own';
  return formatTable(
    [
      { title: 'chain' },
      { title: 'role' },
      { title: 'address' },
      { title: 'from' },
      { title: 'until' },
      { title: 'as of' },
      { title: 'source' },
    ],
    contracts.map(({ chain, role, address, from, until, as_of, source }) => [
      chain,
      role,
      address,
      from ?? '-',
      until ?? '-',
      as_of,
      source,
    ]),
  );
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
