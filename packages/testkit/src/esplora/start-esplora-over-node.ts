import { createNodeBackend } from './node-backend.ts';
import { type EsploraServer, type EsploraServerOptions, startEsplora } from './start-esplora.ts';

export type EsploraOverNodeOptions = Omit<EsploraServerOptions, 'backend'> & {
  /** For JSON-RPC, with user and password. */
  readonly rpcUrl: string;
};

/** An Esplora of the chain of a node that speaks Bitcoin Core's RPC; it reads the node apart from any source under test. */
export async function startEsploraOverNode({ rpcUrl, ...options }: EsploraOverNodeOptions): Promise<EsploraServer> {
  return startEsplora({ ...options, backend: await createNodeBackend(rpcUrl) });
}
