import { InputError } from './errors.ts';

/** A CAIP-2 chain id, e.g. `eip155:1`. */
export type ChainId = string;

const CAIP2 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/;
/**
 * Reads a CAIP-2 chain id. Only `eip155` chains can be traced so far; other namespaces are refused by name.
 * @throws InputError
 */
export function parseChain(text: string, field = 'chain'): ChainId {
  if (!CAIP2.test(text)) {
    throw new InputError(
      `${JSON.stringify(text)} is not a CAIP-2 chain id`,
      { field },
      { remedy: 'Write it like eip155:1.' },
    );
  }
  const [namespace, reference] = text.split(':') as [string, string];
  if (namespace !== 'eip155') {
    throw new InputError(
      `chains of namespace ${namespace} cannot be traced yet`,
      { field },
      { remedy: 'Use an EVM chain, e.g. eip155:1.' },
    );
  }
  if (!/^[1-9][0-9]*$/.test(reference)) {
    throw new InputError(
      `${JSON.stringify(text)} has no decimal EVM chain number`,
      { field },
      { remedy: 'Write it like eip155:1.' },
    );
  }
  return text;
}
