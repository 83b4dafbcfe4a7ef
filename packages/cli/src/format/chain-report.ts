import type { ChainView } from '@fundtrail/tracer';
import type { Colors } from './colors.ts';
import { formatTable } from './table.ts';

const COLUMNS = [
  { title: 'chain' },
  { title: 'name' },
  { title: 'source' },
  { title: 'followed', align: 'right' as const },
  { title: 'head', align: 'right' as const },
  { title: 'lag', align: 'right' as const },
  { title: 'final', align: 'right' as const },
  { title: 'reorgs', align: 'right' as const },
  { title: 'cases', align: 'right' as const },
  { title: 'heard', align: 'right' as const },
  { title: 'leader' },
];
/** A chain of slow blocks is heard of more often than this. */
const SILENT_AFTER_S = 60;

/** A table of followed chains, and below it what is wrong with any. */
export function formatChains(chains: readonly ChainView[], colors: Colors): string {
  if (chains.length === 0) return 'No chain is followed. Start with: fundtrail trace --follow …\n';
  const rows = chains.map((view) => [
    view.chain,
    view.name,
    view.source,
    numberOf(view.followed_block),
    numberOf(view.head),
    String(view.lag),
    numberOf(view.finalized),
    String(view.reorgs),
    String(view.cases),
    view.seen_age_s === null ? 'never' : `${view.seen_age_s} s ago`,
    view.halted === null ? (view.leader ?? 'none') : 'halted',
  ]);
  return [formatTable(COLUMNS, rows), ...chains.flatMap((view) => remarks(view, colors)), ''].join('\n');
}

function remarks(view: ChainView, colors: Colors): string[] {
  return [
    ...(view.halted === null ? [] : [`${colors.bold(`${view.chain} is halted:`)} ${view.halted}`]),
    ...(view.halted !== null || (view.seen_age_s ?? 0) <= SILENT_AFTER_S
      ? []
      : [`${view.chain}: nothing was heard from ${view.source} for ${view.seen_age_s} s; is a worker running?`]),
    ...(view.followed_block === null || view.kinds.includes('internal')
      ? []
      : [`${view.chain}: ${view.source} does not tell value inside contracts; it is not seen while following`]),
  ];
}

function numberOf(block: number | null): string {
  return block === null ? '-' : String(block);
}
