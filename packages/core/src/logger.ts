import { type Logger as PinoLogger, pino } from 'pino';

/** Structured logs on stderr: one static message, snake_case fields, an `action`, durations in `duration_ms`. */
export type Logger = PinoLogger;

const SECRET_FIELDS = [
  'secret',
  'key',
  'api_key',
  'apikey',
  'token',
  'password',
  'authorization',
  'database_url',
  'redis_url',
  'url',
];

export type LoggerOptions = {
  readonly level?: string;
  /** Where lines go; stderr when left out, because stdout carries data. */
  readonly destination?: { write(line: string): void };
};

/** A logger that prints no secrets: fields named like one are replaced, and so is what a URL carries of credentials. */
export function createLogger(options: LoggerOptions = {}): Logger {
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      serializers: { err: (error: unknown) => describeError(error) },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** An error as log fields: names, codes and messages of it and its causes, with the secrets of URLs taken out. */
export function describeError(error: unknown): {
  type: string;
  message: string;
  code?: string;
  cause?: unknown;
  stack?: string;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: redactUrls(String(error)) };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: redactUrls(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
    ...(error.stack === undefined ? {} : { stack: redactUrls(error.stack) }),
  };
}

const URL_IN_TEXT = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'<>]+)/gi;

/** Keeps of every URL in a text only scheme and host: user, password, path and query can all carry keys. */
export function redactUrls(text: string): string {
  return text.replace(URL_IN_TEXT, (_whole, scheme: string, rest: string) => {
    const authority = rest.split(/[/?#]/, 1)[0] as string;
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    return rest.length === authority.length && authority === host ? `${scheme}${host}` : `${scheme}${host}/…`;
  });
}
