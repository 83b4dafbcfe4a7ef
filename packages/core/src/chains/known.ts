import { isDeepStrictEqual } from 'node:util';
import type { ChainId } from '../chain.ts';
import { InputError, InvariantError } from '../errors.ts';
import { CATALOGUE, unknownChain } from './catalogue.ts';
import type { ChainDefinition, ChainInfo } from './chain-info.ts';

/**
 * What this installation adds to the catalogue. It is the one thing that a process knows without being given it: the coin type is part of
 * the id of every native asset, and ids are made and read by the smallest pure functions there are (codecs, parsers, comparisons),
 * which no context reaches. So it is set like a constant: once, at the start, before anything is read; it never changes then, and
 * what is stored is checked against it (`createKeys` of the store).
 */
const defined = new Map<ChainId, ChainInfo>();
/** Whether something was supposed of a chain because it was not known: what comes now may come too late. */
let hasSupposed = false;

/** What makes the ids and the size of native amounts. */
const IDENTITY = ['slip44', 'decimals'] as const;

/** What is known of the chain; for one outside the catalogue and the configuration, its id as name and an ether-like native asset. */
export function chainInfo(id: ChainId): ChainInfo {
  const known = defined.get(id) ?? CATALOGUE.get(id);
  if (known !== undefined) return known;
  hasSupposed = true;
  return unknownChain(id);
}

/** Every chain of the catalogue and the configuration, in the catalogue's order. */
export function knownChains(): readonly ChainInfo[] {
  return [...new Map([...CATALOGUE, ...defined]).values()];
}

/**
 * Adds chains to the catalogue, or changes what it says of the way one is read, for as long as this process runs. All or none are taken. The same
 * definitions again are harmless.
 * @throws InputError `field` names what contradicts the catalogue or an earlier definition
 * @throws InvariantError when ids were already made that a definition could change: it came too late
 */
export function defineChains(definitions: readonly ChainDefinition[]): void {
  const added = definitions.map((definition) => {
    const { id } = definition;
    const inCatalogue = CATALOGUE.get(id);
    const info: ChainInfo = { ...(inCatalogue ?? unknownChain(id)), ...definition };
    const different =
      inCatalogue === undefined ? undefined : IDENTITY.find((field) => info[field] !== inCatalogue[field]);
    if (different !== undefined) {
      throw new InputError(
        `${different} of ${id} is ${inCatalogue?.[different]}, not ${info[different]}`,
        { field: different },
        { remedy: 'Leave it out: what the catalogue says of a native asset cannot be changed.' },
      );
    }
    refuseChange(info);
    return info;
  });
  for (const info of added) defined.set(info.id, info);
}

function refuseChange(info: ChainInfo): void {
  const earlier = defined.get(info.id);
  if (earlier !== undefined && !isDeepStrictEqual(earlier, info)) {
    throw new InputError(
      `${info.id} was defined otherwise in this process`,
      { field: 'id' },
      { remedy: 'Define each chain once; after a change of the configuration start the process again.' },
    );
  }
  const supposed = unknownChain(info.id);
  const isLate = hasSupposed && earlier === undefined && !CATALOGUE.has(info.id);
  if (isLate && IDENTITY.some((field) => supposed[field] !== info[field])) {
    throw new InvariantError(`${info.id} is defined after chains that are not known were used`);
  }
}
