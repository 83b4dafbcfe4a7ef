import {
  formatAddress,
  isCodeCategory,
  isStopCategory,
  type Label,
  parseChain,
  STOP_CONFIDENCE,
} from '@fundtrail/core';
import { importLabels } from '@fundtrail/worker';
import type { Command } from 'commander';
import { formatTable } from '../format/table.ts';
import type { CommonOptions, Session } from '../session.ts';
import { jsonText, withCommonOptions, withExamples } from './common.ts';

type LabelListOptions = CommonOptions & { readonly chain?: string; readonly category?: string };

/** `label import|list` */
export function addLabelCommands(program: Command, session: Session): void {
  const group = program.command('label').description('what is known of accounts: who they belong to');

  const load = group
    .command('import')
    .description('bring labels in for all cases; the whole file or nothing')
    .argument('<file>', 'CSV with the columns chain,address,entity,category,confidence,source');
  withCommonOptions(load).action((path: string, options: CommonOptions) =>
    session.withRuntime(options, { roles: [] }, async ({ labels }) => {
      const { labels: count } = await importLabels(labels, { path, set: 'default' });
      await session.terminal.print(options.json === true ? jsonText({ labels: count }) : `${count} labels are in.\n`);
    }),
  );
  withExamples(load, ['fundtrail label import exchanges.csv']).addHelpText(
    'after',
    `\nCategories exchange, mixer, bridge and hub stop a trail (confidence ${STOP_CONFIDENCE} and more);\ndex, router and contract say that an account is code; any other only informs.`,
  );

  const list = group
    .command('list')
    .description('the labels that all cases see')
    .option('--chain <caip2>', 'only of this chain')
    .option('--category <category>', 'only of this category');
  withCommonOptions(list).action((options: LabelListOptions) => {
    const chain = options.chain === undefined ? undefined : parseChain(options.chain, '--chain');
    return session.withRuntime(options, { roles: [] }, async ({ labels }) => {
      const all = await labels.allLabels([await labels.setId('default')]);
      const shown = [...all.values()]
        .flat()
        .filter((label) => chain === undefined || label.chain === chain)
        .filter((label) => options.category === undefined || label.category === options.category);
      await session.terminal.print(options.json === true ? jsonText(shown.map(shownLabel)) : formatLabels(shown));
    });
  });
}

function shownLabel(label: Label): Label {
  return { ...label, address: formatAddress(label.address, label.chain) };
}

function formatLabels(labels: readonly Label[]): string {
  if (labels.length === 0) return 'No labels. Bring some in with: fundtrail label import <file>\n';
  const columns = ['account', 'entity', 'category', 'confidence', 'source', 'effect'].map((title) => ({ title }));
  const rows = labels.map((label) => [
    `${label.chain}:${formatAddress(label.address, label.chain)}`,
    label.entity,
    label.category,
    String(label.confidence),
    label.source,
    effectOf(label),
  ]);
  return `${formatTable(columns, rows)}\n`;
}

function effectOf(label: Label): string {
  if (isStopCategory(label.category)) return label.confidence >= STOP_CONFIDENCE ? 'stops' : 'not sure enough to stop';
  return isCodeCategory(label.category) ? 'is code' : 'informs';
}
