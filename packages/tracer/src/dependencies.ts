import type { ChainId, Context, Source } from '@fundtrail/core';
import type { CaseStore, Database, FactStore, FollowStore, LabelStore } from '@fundtrail/store';
import type { BridgeServices } from './crossings/bridge-services.ts';
import type { Jobs } from './jobs.ts';
import type { Sealer } from './stored-case.ts';
import type { SourceSpec } from './types.ts';

/** What the case loop is given. */
export type TracerDependencies = {
  readonly context: Context;
  readonly database: Database;
  readonly facts: FactStore;
  readonly labels: LabelStore;
  readonly cases: CaseStore;
  readonly follow: FollowStore;
  readonly bridges: BridgeServices;
  readonly jobs: Jobs;
  readonly sealer: Sealer;
  /** Opens a source of facts; the same spec gives the same open source within a process. */
  openSource(spec: SourceSpec): Promise<Source>;
  /**
   * What the installation has for a chain that is not a case's own; with `follow` only what can be followed. Undefined where nothing is
   * configured.
   */
  configuredSource(chain: ChainId, need?: { readonly follow: boolean }): SourceSpec | undefined;
};
