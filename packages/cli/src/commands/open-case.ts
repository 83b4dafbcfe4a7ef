import { InputError } from '@fundtrail/core';
import type { SourceSpec } from '@fundtrail/tracer';
import type { Runtime } from '@fundtrail/worker';
import { chainOfSeeds } from '../options/source.ts';
import type { TraceRequest } from '../options/trace-options.ts';
import type { Display } from '../progress/display.ts';
import type { Settings } from '../settings.ts';

/** Brings a request's data set, labels and prices in and creates its case. @throws InputError; no case is stored then */
export async function openCase(
  runtime: Runtime,
  request: TraceRequest,
  settings: Settings,
  display: Display,
): Promise<string> {
  const source = await sourceOf(runtime, request, settings, display);
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

async function sourceOf(
  runtime: Runtime,
  { source, seeds, chain: named }: TraceRequest,
  settings: Settings,
  display: Display,
): Promise<SourceSpec> {
  if (source.kind === 'dataset') {
    display.show(`reading ${source.path}`, 'dataset');
    const { sha256, name, report } = await runtime.loadDataset(source.path, named).finally(() => display.clear());
    for (const skipped of report.skipped) display.show(`skipped ${skipped.name}: ${skipped.reason}`, skipped.name);
    display.clear();
    return { kind: 'dataset', sha256, name };
  }
  const chain = chainOfSeeds(seeds);
  if (source.kind !== 'configured') return { kind: source.kind, chain, url: source.url };
  const configured = settings.sourceOf(chain);
  if (configured !== undefined) return configured;
  throw new InputError(
    `no source of facts is known for ${chain}`,
    {},
    { remedy: 'Name one with --dataset, --explorer or --rpc, or set FUNDTRAIL_EXPLORER_URL or FUNDTRAIL_RPC_URL.' },
  );
}
