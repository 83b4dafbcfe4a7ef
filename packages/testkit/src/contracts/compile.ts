import { readdirSync, readFileSync } from 'node:fs';
import { InputError } from '@fundtrail/core';
import solc from 'solc';

const SOURCES = new URL('./solidity/', import.meta.url);
const SETTINGS = {
  evmVersion: 'shanghai',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

/** Interface and creation code of each contract, by its name. */
export type Compiled = Readonly<Record<string, { readonly abi: readonly unknown[]; readonly bytecode: string }>>;

/** Compiles the contracts that no package publishes: the same bytes each time. @throws InputError with what the compiler says. */
export function compileContracts(): Compiled {
  const names = readdirSync(SOURCES)
    .filter((name) => name.endsWith('.sol'))
    .sort();
  const sources = Object.fromEntries(
    names.map((name) => [name, { content: readFileSync(new URL(name, SOURCES), 'utf8') }]),
  );
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS }))) as {
    readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
    readonly contracts?: Record<string, Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>>;
  };
  const failed = output.errors?.filter((error) => error.severity === 'error') ?? [];
  if (failed.length > 0) throw new InputError(failed.map((error) => error.formattedMessage).join('\n'));
  const contracts = Object.values(output.contracts ?? {}).flatMap((file) => Object.entries(file));
  return Object.fromEntries(
    contracts.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` }]),
  );
}
