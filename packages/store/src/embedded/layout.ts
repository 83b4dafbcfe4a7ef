import { join, resolve } from 'node:path';

/** Where the embedded server keeps its things, below the caller's data directory. */
export type Layout = {
  readonly home: string;
  readonly pgdata: string;
  /** Named pipe that the server's users hold open. */
  readonly pipe: string;
  /** Port and so on of the running server; removed when it begins to stop. */
  readonly state: string;
  readonly password: string;
  readonly users: string;
  readonly lock: string;
  readonly log: string;
};

export function layoutOf(dataDir: string): Layout {
  const home = join(resolve(dataDir), 'postgres');
  return {
    home,
    pgdata: join(home, 'data'),
    pipe: join(home, 'in-use'),
    state: join(home, 'server.json'),
    password: join(home, 'password'),
    users: join(home, 'users'),
    lock: join(home, 'start.lock'),
    log: join(home, 'postgres.log'),
  };
}

/** Where the embedded server's data lie in a data directory, if it was ever started there. */
export function embeddedClusterIn(dataDir: string): string {
  return layoutOf(dataDir).pgdata;
}
