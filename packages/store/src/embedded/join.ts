import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFailure } from './cluster.ts';
import { answers, connectionStringOf } from './connect.ts';
import type { Layout } from './layout.ts';
import { enterPipe, type Presence } from './presence.ts';

export type RunningServer = {
  readonly connectionString: string;
  readonly presence: Presence;
  /** Waits for the end of the watchdog, where it is a child of this process. */
  ended(): Promise<void>;
};

const POLL_MS = 25;
/** Recovery after a crash of the machine reads back up to max_wal_size. */
const JOIN_PATIENCE_MS = 120_000;

/** Joins the server of this home; undefined when none runs, or when it was just stopping. */
export async function joinServer(layout: Layout): Promise<RunningServer | undefined> {
  const presence = enterPipe(layout.pipe);
  if (presence === undefined) return undefined;
  const deadline = Date.now() + JOIN_PATIENCE_MS;
  try {
    while (presence.attended()) {
      const connectionString = await readState(layout);
      if (connectionString !== undefined && (await answers(connectionString)))
        return { connectionString, presence, ended: async () => undefined };
      if (Date.now() > deadline) throw startFailure(`the server of ${layout.home} does not answer; see ${layout.log}`);
      await sleep(POLL_MS);
    }
  } catch (error) {
    presence.leave();
    throw error;
  }
  presence.leave();
  return undefined;
}

async function readState(layout: Layout): Promise<string | undefined> {
  try {
    const { port } = JSON.parse(await readFile(layout.state, 'utf8')) as { port: number };
    return connectionStringOf(port, await readFile(layout.password, 'utf8'));
  } catch {
    return undefined;
  }
}
