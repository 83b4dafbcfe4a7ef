import { startEsplora } from '@fundtrail/testkit';
import { fanOut, peelChain } from './made-chains.ts';

/** Serves a made chain in a process of its own: what it takes is not the tracer's. Arguments: `peel` or `fan`, and how many. */
const [shape = '', count = ''] = process.argv.slice(2);
const { book, theft } = shape === 'peel' ? peelChain(Number(count)) : fanOut(Number(count));
const server = await startEsplora({ backend: book });
process.send?.({ url: server.url, theft });
process.on('message', () => process.send?.(server.requests().total));
