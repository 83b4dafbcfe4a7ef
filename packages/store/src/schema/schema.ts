import type { CasesSchema } from './cases.ts';
import type { DerivedSchema } from './derived.ts';
import type { FactsSchema } from './facts.ts';
import type { OpsSchema } from './ops.ts';
import type { ViewsSchema } from './views.ts';

/** Every table and view, by its name with schema. */
export type Schema = FactsSchema & CasesSchema & DerivedSchema & OpsSchema & ViewsSchema;
