import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FundtrailError } from '@fundtrail/core';
import { freePort } from '../free-port.ts';
import { startGuarded } from '../guarded-process.ts';
import { createAskNode, NodeRefusal } from './ask-node.ts';

const START_PATIENCE_MS = 30_000;
const POLL_MS = 20;
const KEPT_OUTPUT_CHARS = 4_000;
/** Another process may take a free port before the node does. */
const START_TRIES = 3;
const WARMING_UP = -28;
/** Chains of thousands of unconfirmed transactions are wanted; the node's own bounds are 25 of them, and 101 kB. */
const CHAIN_BOUND = 20_000;
/** The most that the node allows with a mempool of 300 MB. */
const CHAIN_BOUND_KB = 7_000;

const ARGUMENTS: readonly string[] = [
  ...['-regtest', '-server', '-listen=0', '-dnsseed=0', '-disablewallet', '-printtoconsole=1', '-nodebuglogfile'],
  ...['-persistmempool=0', '-checkmempool=0', '-checkblockindex=0', '-dbcache=16', '-par=1', '-rpcworkqueue=512'],
  // Connections are kept open between requests, as long as a test may think.
  '-rpcservertimeout=3600',
  ...[`-limitancestorcount=${CHAIN_BOUND}`, `-limitdescendantcount=${CHAIN_BOUND}`],
  ...[`-limitancestorsize=${CHAIN_BOUND_KB}`, `-limitdescendantsize=${CHAIN_BOUND_KB}`],
  // Payments are judged by what blocks may hold, not by what nodes like to relay.
  ...['-acceptnonstdtxn=1', '-mempoolreplacement=1', '-minrelaytxfee=0.00000001'],
  // Extension blocks (MWEB) would begin at block 432; here they begin beyond all tests.
  '-vbparams=mweb:0:0:1000000000:1000000000',
];

export type Litecoind = {
  /** With user and password. */
  readonly url: string;
  stop(): Promise<void>;
};

/** Whether tests of UTXO chains can run here; those that need a node skip where not, visibly. */
export function hasLitecoind(): boolean {
  return spawnSync('litecoind', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Starts litecoind on a chain of its own (regtest), in a temporary folder, and resolves when it answers.
 * @throws FundtrailError when there is none, or when it ends or stays silent on its start
 */
export async function startLitecoind(more: readonly string[]): Promise<Litecoind> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await start(more);
    } catch (error) {
      const isTaken = error instanceof FundtrailError && /unable to (start http|bind)/i.test(error.message);
      if (!isTaken || tried === START_TRIES) throw error;
    }
  }
}

async function start(more: readonly string[]): Promise<Litecoind> {
  if (!hasLitecoind()) {
    throw new FundtrailError('no_litecoind', 'there is no litecoind here', {
      remedy: 'Run the tests by ./scripts/test, which brings one on Debian, or install litecoind 0.21.',
    });
  }
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'fundtrail-litecoind-'));
  const own = [`-datadir=${folder}`, `-rpcport=${port}`, '-rpcuser=fundtrail', '-rpcpassword=regtest-only'];
  const { child, stop } = startGuarded('litecoind', ['litecoind', ...ARGUMENTS, ...own, ...more], {
    // It would write to disk first, for seconds, what is to be removed.
    signal: 'KILL',
    folder,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-KEPT_OUTPUT_CHARS);
    });
  }
  const url = `http://fundtrail:regtest-only@127.0.0.1:${port}`;
  const ask = createAskNode(url);
  const stopAndForget = async (): Promise<void> => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(() => ask('getblockcount')))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stopAndForget();
      throw new FundtrailError('litecoind_start', `litecoind did not start: ${output.trim().slice(-500)}`);
    }
    await pause(POLL_MS);
  }
  return { url, stop: stopAndForget };
}

/** False while the node does not listen yet, or says that it is not ready. */
async function answers(question: () => Promise<unknown>): Promise<boolean> {
  try {
    await question();
    return true;
  } catch (error) {
    if (error instanceof NodeRefusal && error.rpcCode !== WARMING_UP) throw error;
    return false;
  }
}
