import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { FundtrailError } from '@fundtrail/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Streams of server-sent events, all ended by `close`. */
export type EventStreams = {
  /**
   * Answers with what `watch` yields, each as an event `progress`, then `end`. A stream that is cut, by an error or by
   * `close`, has no `end`. `watch` is told through its signal when nobody listens any more.
   * @throws FundtrailError (retryable) when too many streams are open
   */
  send(
    request: FastifyRequest,
    reply: FastifyReply,
    watch: (signal: AbortSignal) => AsyncIterable<unknown>,
  ): Promise<FastifyReply>;
  /** Streams open now. */
  open(): number;
  close(): void;
};

/** Proxies close idle connections after a minute or so; a comment keeps them open. */
const HEARTBEAT_MS = 20_000;
/** Each stream asks the database a few times a second. */
const MAX_STREAMS = 200;

export function createEventStreams(options: { readonly heartbeatMs?: number } = {}): EventStreams {
  const closing = new AbortController();
  let open = 0;
  return {
    send: async (request, reply, watch) => {
      if (open >= MAX_STREAMS) {
        throw new FundtrailError('too_many_streams', `${open} event streams are open`, { retryable: true });
      }
      open += 1;
      const gone = new AbortController();
      const { raw } = reply;
      raw.on('close', () => gone.abort());
      // What is written to a connection that was just lost fails with an event; its loss is known from 'close'.
      raw.on('error', () => gone.abort());
      reply.hijack();
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      const heartbeat = setInterval(() => raw.write(': still here\n\n'), options.heartbeatMs ?? HEARTBEAT_MS);
      const signal = AbortSignal.any([gone.signal, closing.signal]);
      try {
        for await (const event of watch(signal)) await write(raw, signal, 'progress', event);
        if (!signal.aborted) await write(raw, signal, 'end', {});
      } catch (error) {
        if (!signal.aborted) request.log.error({ action: 'events', err: error }, 'event stream broke off');
      } finally {
        open -= 1;
        clearInterval(heartbeat);
        raw.end();
      }
      return reply;
    },
    open: () => open,
    close: () => closing.abort(),
  };
}

async function write(raw: ServerResponse, signal: AbortSignal, type: string, data: unknown): Promise<void> {
  const taken = raw.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  if (!taken) await once(raw, 'drain', { signal });
}
