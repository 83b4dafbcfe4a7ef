import { type ChainDefinition, type ChainId, parseChain } from '@fundtrail/core';
import { definitionOf, familyFault } from './definitions.ts';
import { describeIssue } from './describe-issue.ts';
import { type ReadProviders, readProviders } from './provider-entries.ts';
import { type ChainEntry, type ConfigurationFile, configurationSchema } from './schema.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** What a configuration file says. */
export type ParsedConfiguration = ReadProviders & {
  readonly chains: readonly ChainDefinition[];
  readonly quorums: ReadonlyMap<ChainId, number>;
  /** The error to throw about the pool of a chain, which can only be judged with the providers of the environment. */
  poolError(chain: ChainId, detail: string, remedy: string): Error;
};

/**
 * Reads the text of a configuration file.
 * @param file its name in errors
 * @throws InputError with file, line and field; never with a value
 */
export function parseConfiguration(
  text: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): ParsedConfiguration {
  const { value, errorAt } = readYaml(text, file, env);
  const result = configurationSchema.safeParse(value);
  const issue = result.error?.issues[0];
  if (result.data === undefined || issue !== undefined) {
    if (issue === undefined) throw errorAt([], 'is not a configuration');
    const { path, detail, remedy } = describeIssue(issue, value);
    throw errorAt(path, detail, remedy);
  }
  const { chains = [], providers = [], pools = {} } = result.data;
  return {
    chains: readChains(chains, errorAt),
    ...readProviders(providers, errorAt),
    quorums: readQuorums(pools, errorAt),
    poolError: (chain, detail, remedy) => errorAt(['pools', chain, 'quorum'], detail, remedy),
  };
}

function readChains(entries: readonly ChainEntry[], errorAt: YamlDocument['errorAt']): readonly ChainDefinition[] {
  const seen = new Set<ChainId>();
  return entries.map((entry, place) => {
    if (seen.has(entry.id)) throw errorAt(['chains', place, 'id'], `${entry.id} is defined twice`, 'Keep one of them.');
    seen.add(entry.id);
    const fault = familyFault(entry);
    if (fault !== undefined) throw errorAt(['chains', place, fault.field], fault.detail, fault.remedy);
    return definitionOf(entry);
  });
}

function readQuorums(
  pools: NonNullable<ConfigurationFile['pools']>,
  errorAt: YamlDocument['errorAt'],
): ReadonlyMap<ChainId, number> {
  return new Map(
    Object.entries(pools).map(([name, { quorum }]) => {
      try {
        return [parseChain(name), quorum];
      } catch {
        throw errorAt(['pools', name], 'is not the CAIP-2 id of an EVM or UTXO chain', 'Write it like eip155:1.');
      }
    }),
  );
}
