import { type ChainId, InputError, isUtxo } from '@fundtrail/core';
import type { SourceSpec } from '@fundtrail/tracer';
import { type NetworkSource, type Runtime, seedChains, sourceVariables } from '@fundtrail/worker';
import type { NamedKind } from '../options/source.ts';
import type { TraceRequest } from '../options/trace-options.ts';
import type { Display } from '../progress/display.ts';
import type { Settings } from '../settings.ts';

/** Where a case's facts will come from: a source, or a data set that must be read first. */
export type PlannedSource = NetworkSource | { readonly kind: 'dataset'; readonly path: string };

/**
 * The source of the chain of the first seed; other chains of seeds are read from what is configured for them.
 * @throws InputError when no source is named and none is configured
 */
export function planSource({ source, seeds, follow }: TraceRequest, settings: Settings): PlannedSource {
  if (source.kind === 'dataset') return source;
  const [chain = '', ...others] = seedChains(seeds);
  for (const other of others) requireConfigured(other, settings);
  if (source.kind !== 'configured') {
    refuseStranger(source.kind, chain);
    return { kind: source.kind, chain, url: source.url };
  }
  const configured = settings.sourceOf(chain, { follow });
  if (configured !== undefined) return configured;
  throw new InputError(
    `no ${follow ? 'node to follow' : 'source of facts'} is known for ${chain}`,
    {},
    {
      remedy:
        follow && !isUtxo(chain)
          ? 'Name one with --rpc, or set FUNDTRAIL_RPC_URL.'
          : `Name one with ${follow ? '' : '--dataset, '}${isUtxo(chain) ? '--esplora' : '--explorer'} or --rpc, or set ${sourceVariables(chain)}.`,
    },
  );
}

/** An option names the source of one chain only. */
function requireConfigured(chain: ChainId, settings: Settings): void {
  if (settings.sourceOf(chain) !== undefined) return;
  throw new InputError(
    `no source of facts is configured for ${chain}, where other seeds are`,
    { field: '--seed' },
    { remedy: `Set ${sourceVariables(chain)} for it, or trace each chain as a case of its own.` },
  );
}

/** A source that cannot speak of the chain, whatever server it is. */
function refuseStranger(kind: NamedKind, chain: ChainId): void {
  if (kind === 'rpc' || (kind === 'esplora') === isUtxo(chain)) return;
  const what =
    kind === 'esplora' ? 'an Esplora tells of UTXO chains only' : 'an explorer of this kind tells of EVM chains only';
  const instead = kind === 'esplora' ? '--explorer or --rpc' : '--esplora';
  throw new InputError(`${what}, and the seeds are on ${chain}`, { field: `--${kind}` }, { remedy: `Use ${instead}.` });
}

/** Brings a request's data set, labels and prices in and creates its case. @throws InputError; no case is stored then */
export async function openCase(
  runtime: Runtime,
  request: TraceRequest,
  planned: PlannedSource,
  display: Display,
): Promise<string> {
  const source = planned.kind === 'dataset' ? await readDataset(runtime, request, planned.path, display) : planned;
  const labelSets: number[] = [];
  for (const { sha256, labels } of request.labels) {
    await runtime.labels.importSet(sha256, labels);
    labelSets.push(await runtime.labels.setId(sha256));
  }
  if (request.prices.length > 0) await runtime.facts.writePrices(request.prices);
  return runtime.cases.create({
    name: request.name,
    seeds: request.seeds,
    policies: request.policies,
    limits: request.limits,
    source,
    labelSets,
    follow: request.follow,
    ...(request.reference === undefined ? {} : { reference: request.reference }),
  });
}

async function readDataset(
  runtime: Runtime,
  { chain }: TraceRequest,
  path: string,
  display: Display,
): Promise<SourceSpec> {
  display.show(`reading ${path}`, 'dataset');
  const { sha256, name, report } = await runtime.loadDataset(path, chain).finally(() => display.clear());
  for (const skipped of report.skipped) display.note(`skipped ${skipped.name}: ${skipped.reason}`);
  if (report.notWhole !== undefined && report.notWhole > 0) {
    display.note(
      `${report.notWhole} of ${report.transactions} transactions spend coins whose amounts are not in the data set`,
    );
  }
  return { kind: 'dataset', sha256, name };
}
