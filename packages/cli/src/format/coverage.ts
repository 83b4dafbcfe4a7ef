import type { CaseView } from '@fundtrail/tracer';

/** What a case could not see, one line each; empty when nothing is missing. */
export function coverageLines(view: CaseView): string {
  const { not_seen: sentences, disputes } = view.coverage;
  const lines = [
    ...(sentences.length === 0 ? [] : ['Not seen', ...sentences.map((sentence) => `  ${sentence}`)]),
    ...(disputes.count === 0 ? [] : ['Sources disagreed', ...disputes.latest.flatMap(disputeLines)]),
    ...(disputes.count > disputes.latest.length ? [`  and ${disputes.count - disputes.latest.length} more`] : []),
  ];
  return lines.join('\n');
}

/** How the accounts (on UTXO chains: outputs) that were read stand, a line per kind of transfer; none before any was read. */
export function readLines({ coverage }: CaseView, what: 'accounts' | 'outputs'): string[] {
  const lines = (['native', 'internal', 'token'] as const).flatMap((kind) => {
    const { complete, provisional, reached_block: block, truncated, unavailable, disputed } = coverage.kinds[kind];
    if (complete + truncated + unavailable + disputed === 0) return [];
    const parts = [
      `${complete} complete${block === null ? '' : ` to block ${block}`}${provisional === 0 ? '' : ` (${provisional} not yet final)`}`,
      ...(truncated === 0 ? [] : [`${truncated} truncated`]),
      ...(unavailable === 0 ? [] : [`${unavailable} unavailable`]),
      ...(disputed === 0 ? [] : [`${disputed} disputed`]),
    ];
    return [`  ${kind.padEnd(9)}${parts.join(', ')}`];
  });
  const { taken_back: gone } = coverage;
  return [
    ...(lines.length === 0 ? [] : [`coverage   ${what} by kind of transfer`, ...lines]),
    ...(gone === 0 ? [] : [`taken back ${gone} transactions; the evidence is kept`]),
  ];
}

function disputeLines({
  subject,
  answers,
  taken,
  times,
}: CaseView['coverage']['disputes']['latest'][number]): string[] {
  return [
    `  ${subject}${times === 1 ? '' : `, ${times} times`}; ${taken === null ? 'none was taken' : `${taken} was taken`}`,
    ...answers.map(({ source, answer }) => `    ${source}: ${answer}`),
  ];
}
