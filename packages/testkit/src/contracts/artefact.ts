import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InputError } from '@fundtrail/core';
import { AbiCoder, Interface, type InterfaceAbi } from 'ethers';
import { COMPILED } from './compiled.generated.ts';

/** A contract: interface and creation code. */
export type Artefact = { readonly abi: Interface; readonly bytecode: string };

/** A contract as its authors published it in an npm package: `<package>/<path of its build>.json`. */
export function publishedContract(path: string): Artefact {
  const file = createRequire(import.meta.url).resolve(path);
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8')) as { abi: InterfaceAbi; bytecode: string };
  return { abi: new Interface(abi), bytecode: bytecode.startsWith('0x') ? bytecode : `0x${bytecode}` };
}

/** One of the contracts in `solidity/`, which no package publishes. */
export function ownContract(name: string): Artefact {
  const compiled = COMPILED[name];
  if (compiled === undefined) throw new InputError(`there is no contract ${name} in solidity/`, { field: 'name' });
  return { abi: new Interface(compiled.abi as InterfaceAbi), bytecode: compiled.bytecode };
}

/** Creation code with its constructor's arguments. */
export function creationCode(artefact: Artefact, args: readonly unknown[] = []): string {
  return artefact.bytecode + AbiCoder.defaultAbiCoder().encode(artefact.abi.deploy.inputs, args).slice(2);
}
