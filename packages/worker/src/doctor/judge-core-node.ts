import { chainInfo, type ProviderConfig } from '@fundtrail/core';
import type { CoreNodeReport } from './ask-core-node.ts';
import type { Finding, Findings } from './finding.ts';
import { aboutSource, ageFindings } from './judge-head.ts';
import { NOTHING_WORKS } from './judge-node.ts';

/** Blocks that a node may know the heads of before it has them. */
const USUAL_HEADERS_AHEAD = 2;

/**
 * What the report of a node of a UTXO chain means for tracing.
 * @param now milliseconds since the Unix epoch
 */
export function judgeCoreNode({ chain }: ProviderConfig, report: CoreNodeReport, now: number): readonly Finding[] {
  const about = aboutSource(chain, report.source);
  if (!report.head.ok) return [about.fail('head', report.head.reason, NOTHING_WORKS)];
  const version = report.version.ok ? `, ${report.version.value.slice(0, 60)}` : '';
  return [
    about.ok('reachable', `answers for ${chainInfo(chain).name}${version}`),
    ...ageFindings(about, chain, report.head.value, now),
    syncFinding(about, report),
    prunedFinding(about, report),
    indexFinding(about, report),
    inputsFinding(about, report),
    mempoolFinding(about, report),
  ];
}

function syncFinding({ ok, warn }: Findings, { sync }: CoreNodeReport): Finding {
  const more = { consequence: 'What moved in later blocks is not seen.', remedy: 'Wait until it has caught up.' };
  if (!sync.ok) return warn('sync', sync.reason, more);
  const { blocks, headers, isInitial, progress } = sync.value;
  const share = `${(Math.floor(progress * 1_000) / 10).toFixed(1)} %`;
  if (isInitial)
    return warn('sync', `it is still downloading the chain: ${share}, block ${blocks} of ${headers}`, more);
  if (headers - blocks > USUAL_HEADERS_AHEAD) return warn('sync', `it has ${blocks} blocks of ${headers}`, more);
  return ok('sync', 'it has all blocks that it knows of');
}

function prunedFinding({ ok, warn }: Findings, { keptFrom }: CoreNodeReport): Finding {
  const more = {
    consequence: 'Coins that were made before cannot be followed with it.',
    remedy: 'Use a node that keeps all blocks (without -prune), or add an Esplora.',
  };
  if (!keptFrom.ok) return warn('blocks', keptFrom.reason, more);
  if (keptFrom.value === 0) return ok('blocks', 'it keeps all blocks');
  return warn('blocks', `it is pruned and keeps blocks from ${keptFrom.value} on`, more);
}

/** Without both, what a transaction spends cannot be known: no trail can be followed. */
function indexFinding({ ok, warn, fail }: Findings, report: CoreNodeReport): Finding {
  const { transactionIndex, previousOutputs } = report;
  const more = {
    consequence:
      'Thefts cannot be named by their transactions, and transactions are read only from blocks that are known.',
    remedy: 'Start the node with -txindex=1, or add an Esplora.',
  };
  if (!transactionIndex.ok) return warn('txindex', transactionIndex.reason, more);
  if (transactionIndex.value) return ok('txindex', 'it tells transactions by their ids');
  const message = 'it has no index of transactions';
  if (!previousOutputs.ok || previousOutputs.value !== false) return warn('txindex', message, more);
  return fail('txindex', `${message}, and does not tell what inputs spend`, {
    consequence: 'What transactions spend cannot be known: no coin can be followed with it.',
    remedy: more.remedy,
  });
}

function inputsFinding({ ok, warn }: Findings, { previousOutputs }: CoreNodeReport): Finding {
  const more = {
    consequence:
      'Each transaction costs a request for each one that it spends of, and the history of an address can be read from the first block on only.',
    remedy: 'Use Bitcoin Core 25 or newer where the chain has it, or add an Esplora.',
  };
  if (!previousOutputs.ok) return warn('inputs', previousOutputs.reason, more);
  if (previousOutputs.value === undefined)
    return ok('inputs', 'its newest blocks spend nothing: nothing shows what it tells of inputs');
  return previousOutputs.value
    ? ok('inputs', 'it tells what inputs spend')
    : warn('inputs', 'it does not tell what inputs spend', more);
}

function mempoolFinding({ ok, warn }: Findings, { spenders }: CoreNodeReport): Finding {
  if (spenders.ok && spenders.value) return ok('mempool', 'it says what waits to spend a coin');
  return warn('mempool', spenders.ok ? 'it has no gettxspendingprevout' : spenders.reason, {
    consequence: 'What waits to spend a coin is found by reading every new transaction of its mempool.',
    remedy: 'Use Bitcoin Core 24 or newer where the chain has it.',
  });
}
