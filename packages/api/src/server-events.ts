import type { FastifyReply, FastifyRequest } from 'fastify';

/** Proxies close idle connections after a minute or so; a comment keeps them open. */
const HEARTBEAT_MS = 20_000;

/** Streams what `watch` yields as server-sent events of type `progress`, and `end` when it is over. */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  watch: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<FastifyReply> {
  const gone = new AbortController();
  request.raw.on('close', () => gone.abort());
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    let id = 0;
    for await (const event of watch(gone.signal)) {
      id += 1;
      reply.raw.write(`id: ${id}\nevent: progress\ndata: ${JSON.stringify(event)}\n\n`);
    }
    reply.raw.write('event: end\ndata: {}\n\n');
  } catch (error) {
    request.log.error({ action: 'events', err: error }, 'event stream broke off');
  } finally {
    clearInterval(heartbeat);
    reply.raw.end();
  }
  return reply;
}
