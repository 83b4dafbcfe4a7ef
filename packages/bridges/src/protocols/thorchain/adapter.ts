import { thorAdapter } from '../../thor/adapter.ts';
import { FIXTURES } from './fixtures.ts';
import { THORCHAIN_NETWORK } from './network.ts';

export const THORCHAIN = thorAdapter(THORCHAIN_NETWORK, FIXTURES);
