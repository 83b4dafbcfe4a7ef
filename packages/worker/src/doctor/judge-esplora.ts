import { chainInfo, type ProviderConfig } from '@fundtrail/core';
import type { EsploraReport } from './ask-esplora.ts';
import { type Finding, type Findings, withoutName } from './finding.ts';
import { aboutSource, ageFindings } from './judge-head.ts';
import { NOTHING_WORKS, wrongChain } from './judge-node.ts';

/**
 * What an Esplora's report means for tracing.
 * @param now milliseconds since the Unix epoch
 */
export function judgeEsplora({ chain }: ProviderConfig, report: EsploraReport, now: number): readonly Finding[] {
  const about = aboutSource(chain, report.source);
  const { firstHash, head } = report;
  if (!firstHash.ok) return [about.fail('reachable', firstHash.reason, NOTHING_WORKS), ...rateFindings(about, report)];
  const first = firstHash.value.slice(2);
  if (!first.startsWith(chain.slice(chain.indexOf(':') + 1)))
    return [about.fail('chain', `its first block is ${first}, which is not that of the chain`, wrongChain(chain))];
  return [
    about.ok('reachable', `answers for ${chainInfo(chain).name}`),
    ...(head.ok ? ageFindings(about, chain, head.value, now) : [about.fail('head', head.reason, NOTHING_WORKS)]),
    spendsFinding(about, report),
    ...rateFindings(about, report),
  ];
}

function spendsFinding({ ok, fail }: Findings, { spends, source }: EsploraReport): Finding {
  if (spends.ok) return ok('spends', 'it tells what spends the outputs of a transaction');
  return fail('spends', `it does not tell what spends outputs: ${withoutName(spends.reason, source)}`, {
    consequence: 'Coins cannot be followed with it.',
    remedy: 'Use an Esplora with an index of spends: electrs of Blockstream or mempool.',
  });
}

function rateFindings({ warn }: Findings, { limited, requests }: EsploraReport): readonly Finding[] {
  if (limited === 0) return [];
  return [
    warn('rate', `it answered ${limited} of ${requests} requests with "too many requests"`, {
      consequence: 'Trails are read slowly, or wait.',
      remedy: 'Lower the requests a second of this provider, add another one, or run an Esplora of your own.',
    }),
  ];
}
