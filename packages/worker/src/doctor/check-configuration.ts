import { access, constants, stat } from 'node:fs/promises';
import { type ChainDefinition, chainInfo, type Providers } from '@fundtrail/core';
import type { RuntimeOptions } from '../runtime.ts';
import { type Finding, findingsAbout } from './finding.ts';

/** What the doctor is told of the configuration; it was read already. */
export type ConfigurationFacts = {
  readonly file: string | undefined;
  readonly chains: readonly ChainDefinition[];
  readonly providers: Providers;
  readonly key: RuntimeOptions['key'];
  /** Whether the database outlives this machine, so that its key must, too. */
  readonly isService: boolean;
};

const OTHERS_BITS = 0o077;

/** What the file and the environment say, and whether secrets are kept as they should be. */
export async function checkConfiguration(facts: ConfigurationFacts): Promise<readonly Finding[]> {
  const { ok, warn } = findingsAbout('configuration');
  const { file, chains, providers } = facts;
  const findings: Finding[] = [];
  findings.push(ok('file', file === undefined ? 'no file; the environment alone' : `${file} is read`));
  for (const { id } of chains)
    findings.push(ok('chains', `${id} is defined: ${chainInfo(id).name}, ${chainInfo(id).symbol}`));
  const names = providers.chains.map(
    (chain) => `${chainInfo(chain).name} (${providers.poolOf(chain)?.providers.length ?? 0})`,
  );
  findings.push(
    names.length > 0
      ? ok('providers', names.join(', '))
      : warn('providers', 'no provider of a chain is named', {
          consequence: 'Only data sets, and URLs that a command names, can be traced.',
          remedy: 'Set FUNDTRAIL_RPC_URL or FUNDTRAIL_EXPLORER_URL, or write providers into a configuration file.',
        }),
  );
  findings.push(await checkKey(facts));
  return file === undefined ? findings : [...findings, ...(await checkFile(file))];
}

/** A file that holds keys itself should be nobody else's; one that names variables may be. */
async function checkFile(file: string): Promise<readonly Finding[]> {
  const { mode } = await stat(file);
  if ((mode & OTHERS_BITS) === 0) return [];
  const { ok } = findingsAbout('configuration');
  return [ok('file_mode', `others on this machine may read ${file}: keep keys in variables, \${NAME}`)];
}

async function checkKey({ key, isService }: ConfigurationFacts): Promise<Finding> {
  const { ok, warn, fail } = findingsAbout('configuration');
  if (key.secretKey !== undefined) return ok('secret_key', 'FUNDTRAIL_SECRET_KEY is set');
  const mode = await stat(key.keyFile).then(
    (found) => found.mode,
    () => undefined,
  );
  if (mode === undefined) {
    if (!isService) return ok('secret_key', 'a key file is made when it is first needed');
    return warn('secret_key', 'there is neither FUNDTRAIL_SECRET_KEY nor a key file', {
      consequence: 'Each host would make a key of its own, and could not read the secrets that others sealed.',
      remedy: 'Set FUNDTRAIL_SECRET_KEY to the same value on every host. Make it with: openssl rand -base64 32',
    });
  }
  if ((mode & OTHERS_BITS) !== 0) {
    return fail('secret_key', `others may read ${key.keyFile}`, {
      consequence: 'Nothing starts: secrets in the database would be sealed with a key that is none.',
      remedy: `chmod 600 ${key.keyFile}`,
    });
  }
  const readable = await access(key.keyFile, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (readable) return ok('secret_key', `the key file ${key.keyFile} is there`);
  return fail('secret_key', `${key.keyFile} cannot be read`, {
    consequence: 'Nothing starts.',
    remedy: 'Run it as the user whose file this is, or set FUNDTRAIL_SECRET_KEY.',
  });
}
