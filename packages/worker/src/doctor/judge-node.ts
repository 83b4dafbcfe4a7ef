import { type ChainId, chainInfo, type ProviderConfig } from '@fundtrail/core';
import type { NodeReport } from './ask-node.ts';
import { type Finding, type Findings, withoutName } from './finding.ts';
import { aboutSource, ageFindings } from './judge-head.ts';

/** Fewer blocks in one question about logs than this make reading a history slow. */
const COMFORTABLE_LOG_RANGE = 1_000;

/**
 * What a node's report means for tracing.
 * @param now milliseconds since the Unix epoch
 */
export function judgeNode(provider: ProviderConfig, report: NodeReport, now: number): readonly Finding[] {
  const { chain } = provider;
  const about = aboutSource(chain, report.source);
  if (report.chain !== chain) return [about.fail('chain', `it is a node of ${report.chain}`, wrongChain(chain))];
  if (!report.head.ok) return [about.fail('head', report.head.reason, NOTHING_WORKS)];
  const version = report.clientVersion.ok ? `, ${report.clientVersion.value.slice(0, 60)}` : '';
  return [
    about.ok('reachable', `answers for ${chainInfo(chain).name}${version}`),
    ...ageFindings(about, chain, report.head.value, now),
    finalizedFinding(about, chain, report),
    archiveFinding(about, provider, report),
    tracesFinding(about, provider, report),
    receiptsFinding(about, report),
    logsFinding(about, provider, report),
  ];
}

export const NOTHING_WORKS = {
  consequence: 'Nothing can be read from it.',
  remedy: 'Check its URL and key, and that it is reachable from this machine.',
} as const;

export function wrongChain(chain: ChainId) {
  return {
    consequence: `It is never asked about ${chain}.`,
    remedy: `Name a provider of ${chainInfo(chain).name}, or write the chain that it is of.`,
  };
}

function finalizedFinding({ ok, warn }: Findings, chain: ChainId, { finalized, head }: NodeReport): Finding {
  const { finality, reorgWindow } = chainInfo(chain);
  if (typeof finality === 'number')
    return ok('finalized', `a block counts as final under ${finality} others, as configured`);
  if (!finalized.ok) return warn('finalized', finalized.reason, { consequence: FINAL_BY_DEPTH(reorgWindow) });
  if (finalized.value === undefined) {
    return warn('finalized', `it does not know the tag ${finality}`, {
      consequence: FINAL_BY_DEPTH(reorgWindow),
      remedy: 'Use a node that knows it, or set finality and reorg_window of the chain.',
    });
  }
  const behind = head.ok ? head.value.block - finalized.value : 0;
  return ok('finalized', `block ${finalized.value}, ${behind} behind the head`);
}

const FINAL_BY_DEPTH = (window: number): string => `A block counts as final only under ${window} others.`;

function archiveFinding({ ok, warn, fail }: Findings, provider: ProviderConfig, { archive }: NodeReport): Finding {
  const more = {
    consequence:
      'What an account held before its first taint cannot be asked for; its whole history is read instead, or a gap is told.',
    remedy: 'Add a node with an archive.',
  };
  if (!archive.ok) return warn('archive', archive.reason, more);
  if (archive.value.has) return ok('archive', `it told a balance of ${archive.value.depth} blocks ago`);
  const message = `it keeps no state of ${archive.value.depth} blocks ago`;
  if (provider.archive !== true) return warn('archive', message, more);
  return fail('archive', `${message}, but archive: true is configured`, {
    ...more,
    remedy: 'Correct archive of this provider.',
  });
}

function tracesFinding({ ok, warn, fail }: Findings, provider: ProviderConfig, { traces }: NodeReport): Finding {
  const more = {
    consequence: 'Value that moves inside contracts is missing from what is read from it.',
    remedy: 'Use a node with trace_* or debug_trace* methods, or add an explorer, which lists internal transfers.',
  };
  if (!traces.ok) return warn('traces', traces.reason, more);
  const skill = traces.value;
  const has = skill === 'none' ? 'none' : skill.startsWith('trace') ? 'trace' : 'debug';
  if (provider.traces !== undefined && provider.traces !== 'none' && has !== provider.traces && has !== 'trace') {
    return fail(
      'traces',
      `it has ${has === 'none' ? 'no traces' : `only ${has}_* traces`}, but traces: ${provider.traces} is configured`,
      {
        ...more,
        remedy: 'Correct traces of this provider, or leave it out.',
      },
    );
  }
  if (skill === 'none') return warn('traces', 'it has no traces', more);
  return ok('traces', `it tells value inside contracts by ${SKILL_WORDS[skill]}`);
}

const SKILL_WORDS = {
  trace_filter: 'account (trace_filter)',
  trace_block: 'block (trace_block)',
  trace_transaction: 'transaction (trace_transaction)',
  debug_block: 'block (debug_traceBlockByNumber)',
  debug_transaction: 'transaction (debug_traceTransaction)',
} as const;

function receiptsFinding({ ok, warn }: Findings, { blockReceipts }: NodeReport): Finding {
  if (blockReceipts.ok && blockReceipts.value) return ok('block_receipts', 'all receipts of a block come at once');
  return warn('block_receipts', blockReceipts.ok ? 'it has no eth_getBlockReceipts' : blockReceipts.reason, {
    consequence: 'Following a chain costs a request for each transaction of a block.',
  });
}

function logsFinding({ ok, warn, fail }: Findings, provider: ProviderConfig, report: NodeReport): Finding {
  const { maxLogRange } = report;
  const slow = {
    consequence: 'Reading the tokens of an account takes many requests.',
    remedy: 'Use a provider, or a plan, that answers for more.',
  };
  if (!maxLogRange.ok) {
    if (maxLogRange.failure !== 'unsupported') return warn('log_range', maxLogRange.reason, slow);
    return fail('log_range', `it answers no question about logs: ${withoutName(maxLogRange.reason, report.source)}`, {
      consequence: 'No token of any account can be read from it.',
      remedy: 'Use another provider.',
    });
  }
  const most = maxLogRange.value;
  const configured = provider.maxLogRange;
  if (most !== undefined && configured !== undefined && configured > most) {
    return warn('log_range', `it answers for ${most} blocks at once, max_log_range says ${configured}`, {
      consequence: 'Each question is refused once before it is asked in parts.',
      remedy: `Write max_log_range: ${most}.`,
    });
  }
  if (most !== undefined && most < COMFORTABLE_LOG_RANGE)
    return warn('log_range', `it answers for ${most} blocks at once`, slow);
  return ok(
    'log_range',
    most === undefined ? 'no bound on the blocks of a question was met' : `it answers for ${most} blocks at once`,
  );
}
