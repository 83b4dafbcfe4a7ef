import type { ProviderConfig, TransferKind } from '@fundtrail/core';
import type { ExplorerReport } from './ask-explorer.ts';
import { type Finding, type Findings, withoutName } from './finding.ts';
import { aboutSource, ageFindings } from './judge-head.ts';
import { NOTHING_WORKS } from './judge-node.ts';

/** Caps that explorers are known to have; a page of another length is all that the account has. */
const KNOWN_CAPS: ReadonlySet<number> = new Set([50, 100, 1_000, 5_000, 10_000]);
/** What a free plan of Etherscan gives. */
const SMALL_CAP = 1_000;

const LIST_WORDS: Readonly<Record<TransferKind, string>> = {
  native: 'transactions',
  internal: 'value inside contracts',
  token: 'token transfers',
};

/**
 * What an explorer's report means for tracing.
 * @param now milliseconds since the Unix epoch
 */
export function judgeExplorer(provider: ProviderConfig, report: ExplorerReport, now: number): readonly Finding[] {
  const about = aboutSource(provider.chain, report.source);
  const { lacks } = report;
  // An explorer that will not speak of the account that it was asked about has answered all the same.
  if (!lacks.ok && lacks.failure !== 'refused') return [refusal(about, provider, lacks)];
  return [
    about.ok('reachable', provider.apiKey === undefined ? 'answers without a key' : 'answers, and takes the key'),
    ...headFindings(about, provider, report, now),
    ...(lacks.ok ? listFindings(about, lacks.value) : [unknownLists(about, lacks.reason, report.source)]),
    ...capFindings(about, provider, report),
  ];
}

function refusal(
  { fail }: Findings,
  provider: ProviderConfig,
  { failure, reason }: { failure: string; reason: string },
): Finding {
  if (failure !== 'unauthorized') return fail('reachable', reason, NOTHING_WORKS);
  return fail('key', reason, {
    consequence: 'Nothing can be read from it.',
    remedy: provider.apiKey === undefined ? 'Set its key.' : 'Check the key, and that its plan covers this chain.',
  });
}

function headFindings(
  about: Findings,
  { chain }: ProviderConfig,
  { head, source }: ExplorerReport,
  now: number,
): readonly Finding[] {
  if (head.ok) return ageFindings(about, chain, head.value, now);
  return [
    about.warn('head', `it does not tell its newest block: ${withoutName(head.reason, source)}`, {
      consequence: 'Whether it lags cannot be told.',
      remedy: 'Add a node of this chain.',
    }),
  ];
}

function listFindings({ ok, warn }: Findings, lacks: ReadonlyMap<TransferKind, string>): readonly Finding[] {
  if (lacks.size === 0) return [ok('lists', 'it lists transactions, internal transfers and token transfers')];
  return [...lacks].map(([kind, reason]) =>
    warn('lists', `it does not list ${LIST_WORDS[kind]}: ${reason}`, {
      consequence: `Histories read from it lack ${LIST_WORDS[kind]}.`,
      remedy: 'Add a provider that has them, or use a plan that covers them.',
    }),
  );
}

function unknownLists({ warn }: Findings, reason: string, source: string): Finding {
  return warn('lists', `what it lists could not be told: ${withoutName(reason, source)}`, {
    remedy: 'Trace an account that it knows, and see its coverage in case show.',
  });
}

function capFindings(
  { ok, warn, fail }: Findings,
  { rowCap }: ProviderConfig,
  { pageRows, source }: ExplorerReport,
): readonly Finding[] {
  if (!pageRows.ok)
    return [warn('row_cap', `how many rows it gives could not be told: ${withoutName(pageRows.reason, source)}`, {})];
  const rows = pageRows.value;
  if (rows === undefined) return [ok('row_cap', 'it refuses the largest pages; smaller ones are asked for')];
  if (!KNOWN_CAPS.has(rows)) return [ok('row_cap', `a page of ${rows} rows was whole`)];
  if (rowCap !== undefined && rowCap > rows) {
    return [
      fail('row_cap', `it gives ${rows} rows at most, row_cap says ${rowCap}`, {
        consequence: 'A cut page would be taken for a whole one: transfers would be missing without a word.',
        remedy: `Write row_cap: ${rows}, or leave it out.`,
      }),
    ];
  }
  if (rows <= SMALL_CAP) {
    return [warn('row_cap', `it gives ${rows} rows at most`, { consequence: 'Busy accounts cost many requests.' })];
  }
  return [ok('row_cap', `it gives ${rows} rows at once`)];
}
