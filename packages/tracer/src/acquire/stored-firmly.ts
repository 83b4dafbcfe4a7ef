import { type ChainId, chainInfo, type FactSpace, type Hash, type Source } from '@fundtrail/core';
import type { TracerDependencies } from '../dependencies.ts';
import { isYoung } from './head.ts';

/** Whether a transaction is stored whole, and cannot have been taken back since the head was looked at. */
export async function isStoredFirmly(
  deps: Pick<TracerDependencies, 'facts' | 'context'>,
  space: FactSpace,
  source: Pick<Source, 'id' | 'space'>,
  chain: ChainId,
  hash: Hash,
): Promise<boolean> {
  const block = await deps.facts.wholeBlockOf(space, chain, hash);
  if (block === undefined) return false;
  const head = await deps.facts.headOf(source.space, source.id, chain);
  if (head === undefined) return false;
  return isYoung(head, deps.context.clock.now()) || block <= head.block - chainInfo(chain).reorgWindow;
}
