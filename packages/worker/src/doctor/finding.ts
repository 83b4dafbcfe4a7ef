/**
 * - `ok`: as it should be. - `warn`: works, with something missing that `consequence` names. - `fail`: something will not work.
 */
export type FindingStatus = 'ok' | 'warn' | 'fail';

/** What one check found, for people; none of its texts holds a secret. */
export type Finding = {
  /** What was looked at: `configuration`, `database`, `queue`, a chain, or a provider of it (`eip155:1 rpc:node.example`). */
  readonly subject: string;
  /** Stable name of the check: `head`, `archive`, `schema`, … */
  readonly check: string;
  readonly status: FindingStatus;
  readonly message: string;
  /** What will not work because of it. */
  readonly consequence?: string;
  readonly remedy?: string;
};

/** Findings about one subject. */
export type Findings = {
  ok(check: string, message: string): Finding;
  warn(check: string, message: string, more: FindingDetail): Finding;
  fail(check: string, message: string, more: FindingDetail): Finding;
};

export type FindingDetail = Pick<Finding, 'consequence' | 'remedy'>;

/** @param source the provider that is looked at: messages that begin with its name need not repeat it */
export function findingsAbout(subject: string, source?: string): Findings {
  const make = (status: FindingStatus, check: string, message: string, more?: FindingDetail): Finding => ({
    subject,
    check,
    status,
    message: source === undefined ? message : withoutName(message, source),
    ...more,
  });
  return {
    ok: (check, message) => make('ok', check, message),
    warn: (check, message, more) => make('warn', check, message, more),
    fail: (check, message, more) => make('fail', check, message, more),
  };
}

/** Errors of sources begin with the source's name. */
export function withoutName(message: string, source: string): string {
  return message.startsWith(`${source}: `) ? message.slice(source.length + 2) : message;
}
