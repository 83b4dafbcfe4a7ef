import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem, problemOf } from './problem.ts';

/** Every failure is answered with a problem document; what is our fault is logged. */
export const answerProblems = {
  install: (app: FastifyInstance): void => {
    app.setErrorHandler((error, request, reply) => answerProblems.send(error, request, reply));
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?')[0] ?? '';
      const detail = `${request.method} ${path} is not part of this API`;
      return sendProblem(reply, problem(404, 'not_found', detail, { remedy: 'See /openapi.json.' }));
    });
  },

  send: (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = problemOf(error);
    if (answer.status >= 500) request.log.error({ action: 'request', err: error }, 'request failed');
    return sendProblem(reply, answer);
  },
} as const;

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  return reply.code(answer.status).type('application/problem+json').serializer(JSON.stringify).send(answer);
}
