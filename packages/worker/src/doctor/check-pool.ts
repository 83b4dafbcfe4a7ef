import { type ChainPool, InputError, isUtxo, type ProviderConfig } from '@fundtrail/core';
import { askCoreNode, type CoreNodeReport } from './ask-core-node.ts';
import { askEsplora, type EsploraReport } from './ask-esplora.ts';
import { askExplorer, type ExplorerReport } from './ask-explorer.ts';
import { askNode, type NodeReport } from './ask-node.ts';
import { bounded, type CheckContext } from './bounded.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { judgeCoreNode } from './judge-core-node.ts';
import { judgeEsplora } from './judge-esplora.ts';
import { judgeExplorer } from './judge-explorer.ts';
import { aboutSource, type Head, lagFindings, subjectOf } from './judge-head.ts';
import { judgeNode, NOTHING_WORKS, wrongChain } from './judge-node.ts';

/** For all questions to one provider, attempts included. */
const PROVIDER_TIMEOUT_MS = 20_000;

type Report = NodeReport | CoreNodeReport | ExplorerReport | EsploraReport;
type Asked = { readonly provider: ProviderConfig; readonly findings: readonly Finding[] } & (
  | { readonly report: Report }
  | { readonly report?: never }
);

/** Asks every provider of a chain at once, compares them, and says what the chain as a whole lacks. */
export async function checkPool(pool: ChainPool, context: CheckContext): Promise<readonly Finding[]> {
  const asked = await Promise.all(pool.providers.map((provider) => askProvider(provider, context)));
  const compared = asked.map((one) => compare(one, asked));
  return [...compared.flatMap(({ findings }) => findings), ...poolFindings(pool, compared)];
}

async function askProvider(provider: ProviderConfig, context: CheckContext): Promise<Asked> {
  let report: Report | undefined;
  // The id of a source that cannot be reached is not known; its host is all that may be shown of its URL.
  const subject = subjectOf(provider.chain, `${provider.kind}:${URL.parse(provider.url)?.host ?? '?'}`);
  const findings = await bounded(
    context,
    PROVIDER_TIMEOUT_MS,
    { subject, check: 'reachable', ...NOTHING_WORKS },
    async (inner) => {
      if (provider.kind === 'rpc' && isUtxo(provider.chain)) {
        const node = await askCoreNode(provider, inner).catch((error: unknown) => strangerOf(provider, error));
        if ('findings' in node) return node.findings;
        report = node;
        return judgeCoreNode(provider, node, context.clock.now());
      }
      if (provider.kind === 'rpc') {
        const node = await askNode(provider, inner);
        report = node;
        return judgeNode(provider, node, context.clock.now());
      }
      if (provider.kind === 'esplora') {
        const esplora = await askEsplora(provider, inner);
        report = esplora;
        return judgeEsplora(provider, esplora, context.clock.now());
      }
      const explorer = await askExplorer(provider, inner);
      report = explorer;
      return judgeExplorer(provider, explorer, context.clock.now());
    },
  );
  return report === undefined ? { provider, findings } : { provider, findings, report };
}

/** A node of another chain is not opened. @throws the error, where it is another one */
function strangerOf({ chain, kind, url }: ProviderConfig, error: unknown): { readonly findings: readonly Finding[] } {
  if (!(error instanceof InputError)) throw error;
  const about = aboutSource(chain, `${kind}:${URL.parse(url)?.host ?? '?'}`);
  return { findings: [about.fail('chain', error.detail, wrongChain(chain))] };
}

/** What only shows beside the others: another first block, and a head that is behind. */
function compare(one: Asked, all: readonly Asked[]): Asked {
  const { provider, report } = one;
  if (report === undefined || !works(one)) return one;
  const about = aboutSource(provider.chain, report.source);
  const node = all.find(({ provider: { kind }, ...other }) => kind === 'rpc' && works({ provider, ...other }))?.report;
  const hashes = [report.firstHash, node?.firstHash].flatMap((hash) => (hash?.ok === true ? [hash.value] : []));
  if (provider.kind === 'explorer' && hashes.length === 2 && hashes[0] !== hashes[1]) {
    return {
      ...one,
      findings: [about.fail('chain', 'its first block is not that of the chain', wrongChain(provider.chain))],
    };
  }
  if (!report.head.ok) return one;
  const heads = all.flatMap(({ report: other }): readonly Head[] =>
    other?.head.ok === true ? [other.head.value] : [],
  );
  return { ...one, findings: [...one.findings, ...lagFindings(about, provider.chain, report.head.value, heads)] };
}

function works({ findings }: Asked): boolean {
  return findings.every(({ check, status }) => status !== 'fail' || !['reachable', 'chain', 'key'].includes(check));
}

function poolFindings({ chain, providers, quorum }: ChainPool, asked: readonly Asked[]): readonly Finding[] {
  const { ok, warn, fail } = findingsAbout(chain);
  const working = asked.filter((one) => one.report !== undefined && works(one));
  const findings: Finding[] = [];
  if (working.length === 0) {
    return [
      fail('providers', 'none of its providers works', { consequence: 'It can neither be traced nor followed.' }),
    ];
  }
  if (working.length < quorum) {
    findings.push(
      fail('quorum', `${quorum} providers must agree, ${working.length} work`, {
        consequence: 'Nothing is taken for true.',
        remedy: 'Mend the others, add providers, or lower the quorum.',
      }),
    );
  } else if (quorum > 1)
    findings.push(ok('quorum', `${working.length} of ${providers.length} providers work, ${quorum} must agree`));
  if (!working.some(({ provider }) => provider.kind !== 'explorer')) {
    findings.push(
      warn('following', 'no node of it works', {
        consequence: 'Cases can be traced, but not followed at the head of the chain.',
        remedy: 'Add a JSON-RPC node.',
      }),
    );
  }
  if (!isUtxo(chain) && !working.some(tellsInternal)) {
    findings.push(
      warn('internal', 'no provider tells value inside contracts', {
        consequence:
          'Trails through contracts that pay out the native asset will be missing; cases say that it is not covered.',
        remedy: 'Add a node with traces, or an explorer that lists internal transfers.',
      }),
    );
  }
  return findings;
}

function tellsInternal({ report }: Asked): boolean {
  if (report === undefined) return false;
  if ('traces' in report) return report.traces.ok && report.traces.value !== 'none';
  return 'lacks' in report && report.lacks.ok && !report.lacks.value.has('internal');
}
