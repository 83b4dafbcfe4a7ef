import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createRequire } from 'node:module';
import { FundtrailError, InputError } from '@fundtrail/core';
import { startGuarded } from '../guarded-process.ts';

const START_TIMEOUT_MS = 30_000;
const KEPT_OUTPUT_CHARS = 4_000;

/** A local chain in a process of its own, on a free port of the loopback interface. */
export type Anvil = {
  readonly url: string;
  readonly chainId: number;
  /** Ends the process and waits until it has ended; may be called twice. */
  stop(): Promise<void>;
};

export type AnvilOptions = {
  /** EVM chain number, 31337 when left out. */
  readonly chainId?: number;
  /** Seconds between blocks; without it a block is mined per transaction. */
  readonly blockTime?: number;
  /** Mine only when told to by `evm_mine`. */
  readonly noMining?: boolean;
  /** Blocks are final after two epochs of this many blocks (anvil: 32). */
  readonly slotsInAnEpoch?: number;
  /** Unix seconds of the first block, for chains that must come out the same each time. */
  readonly timestamp?: number;
  /**
   * Every block so many seconds after the one before, whatever the clock says. Without it two blocks may share a second,
   * and contracts that look at the time between them burn other amounts of gas.
   */
  readonly secondsBetweenBlocks?: number;
  /** In which order a block takes what waits; the best paid first when left out. */
  readonly order?: 'fifo';
};

/**
 * Starts anvil from its npm package and resolves when it answers.
 * @throws FundtrailError when there is no binary for this platform, or when it ends or stays silent on its start.
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  if (options.noMining === true && options.blockTime !== undefined) {
    throw new InputError('anvil cannot both mine by time and not mine', { field: 'noMining' });
  }
  const chainId = options.chainId ?? 31_337;
  const { child, stop } = startGuarded('anvil', [findAnvil(), ...anvilArguments(chainId, options)]);
  try {
    const url = `http://${await listening(child)}`;
    if (options.secondsBetweenBlocks !== undefined) await fixInterval(url, options.secondsBetweenBlocks);
    return { url, chainId, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fixInterval(url: string, seconds: number): Promise<void> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_setBlockTimestampInterval', params: [seconds] });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answer = (await response.json()) as { readonly error?: { readonly message: string } };
  if (answer.error !== undefined) throw new FundtrailError('anvil_start', `anvil: ${answer.error.message}`);
}

function anvilArguments(chainId: number, options: AnvilOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--chain-id', String(chainId)],
    ...(options.blockTime === undefined ? [] : ['--block-time', String(options.blockTime)]),
    ...(options.noMining === true ? ['--no-mining'] : []),
    ...(options.slotsInAnEpoch === undefined ? [] : ['--slots-in-an-epoch', String(options.slotsInAnEpoch)]),
    ...(options.timestamp === undefined ? [] : ['--timestamp', String(options.timestamp)]),
    ...(options.order === undefined ? [] : ['--order', options.order]),
  ];
}

/** The platform's own binary: the package's launcher would be one more process that can be left behind. */
function findAnvil(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    // The binary's package is a dependency of anvil's, not of ours.
    const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json');
    return createRequire(anvil).resolve(`${name}/bin/anvil`);
  } catch (cause) {
    throw new FundtrailError('no_anvil', `there is no ${name} here`, {
      cause,
      remedy: 'Install the dependencies with optional ones, on Linux or macOS, x64 or arm64.',
    });
  }
}

function listening(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string): void => {
      clearTimeout(late);
      reject(new FundtrailError('anvil_start', `anvil ${what}: ${output.trim().slice(-500)}`));
    };
    const late = setTimeout(() => fail('did not listen in time'), START_TIMEOUT_MS);
    child.once('error', () => fail('could not be started'));
    child.once('close', () => fail('ended on its start'));
    const onText = (text: string): void => {
      output = `${output}${text}`.slice(-KEPT_OUTPUT_CHARS);
      const match = /Listening on (127\.0\.0\.1:[0-9]+)/.exec(output);
      if (match?.[1] === undefined) return;
      clearTimeout(late);
      // The pipes must be read on, or a full one would halt the chain; what they say is of no use.
      for (const stream of [child.stdout, child.stderr]) stream.off('data', onText).resume();
      resolve(match[1]);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
  });
}
