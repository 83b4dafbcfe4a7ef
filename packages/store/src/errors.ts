import { FundtrailError } from '@fundtrail/core';
import pg from 'pg';

/**
 * The database failed. `sqlState` is PostgreSQL's code where it gave one. Retryable: it could not be reached, is starting
 * or stopping, or gave the transaction up in favour of another.
 */
export class StoreError extends FundtrailError {
  readonly sqlState: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { cause: unknown; retryable: boolean; sqlState?: string; remedy?: string },
  ) {
    super(code, message, {
      cause: options.cause,
      retryable: options.retryable,
      ...(options.remedy === undefined ? {} : { remedy: options.remedy }),
    });
    this.sqlState = options.sqlState;
  }
}

/**
 * Two answers about one fact say different things. Nothing of what was to be written is stored. Where one of them was read
 * before its block was final, asking again helps.
 */
export class ContradictionError extends FundtrailError {
  constructor(message: string, remedy: string) {
    super('contradicting_fact', message, { retryable: true, remedy });
  }
}

/** Serialization failure and deadlock: run the transaction again. */
const GIVEN_UP = new Set(['40001', '40P01']);
/** Classes of codes that say the server or the line is away: connection, resources, operator's intervention. */
const AWAY = /^(?:08|53|57P)/;
const NO_ENTRY = /^(?:28|3D)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);
const LOST_LINE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Turns what the driver throws into a `StoreError`; what is already ours passes. Called at the one edge, in `openDatabase`. */
export function translateDriverError(error: unknown): unknown {
  if (error instanceof FundtrailError || !(error instanceof Error)) return error;
  if (error instanceof pg.DatabaseError) return translateDatabaseError(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NETWORK.has(code) || LOST_LINE.test(error.message)) {
    return new StoreError('database_unreachable', `the database cannot be reached: ${error.message || code}`, {
      cause: error,
      retryable: true,
      remedy: 'Check that PostgreSQL runs and that DATABASE_URL names it.',
    });
  }
  return error;
}

/** Whether an error says that the transaction lost against another one and can be run again as it is. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof StoreError && GIVEN_UP.has(error.sqlState ?? '');
}

function translateDatabaseError(error: pg.DatabaseError): StoreError {
  const sqlState = error.code ?? '';
  const options = { cause: error, sqlState };
  if (GIVEN_UP.has(sqlState))
    return new StoreError('database_conflict', error.message, { ...options, retryable: true });
  if (AWAY.test(sqlState)) {
    return new StoreError('database_unreachable', `the database does not serve now: ${error.message}`, {
      ...options,
      retryable: true,
      remedy: 'Check that PostgreSQL runs and has connections left.',
    });
  }
  if (NO_ENTRY.test(sqlState)) {
    return new StoreError('database_refused', `the database refuses the connection: ${error.message}`, {
      ...options,
      retryable: false,
      remedy: 'Check user, password and database name in DATABASE_URL.',
    });
  }
  return new StoreError('database_error', `${error.message} (${sqlState})`, { ...options, retryable: false });
}
