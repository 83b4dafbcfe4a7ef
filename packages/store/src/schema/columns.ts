import type { ColumnType, Generated } from 'kysely';

/** numeric(78,0): read as a decimal string, written from it or from a bigint. */
export type Amount = ColumnType<string, string | bigint, string | bigint>;
/** numeric(78,0)[] */
export type Amounts = ColumnType<string[], readonly (string | bigint)[], readonly (string | bigint)[]>;
/** timestamptz with `default now()`. */
export type CreatedAt = ColumnType<Date, Date | undefined, Date>;
/** timestamptz that may be null. */
export type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** jsonb: read parsed, written as JSON text (an array given to the driver as such would become a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
/** jsonb that may be null. */
export type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** `generated always as identity` */
export type Identity = ColumnType<number, never, never>;
export type { Generated };
