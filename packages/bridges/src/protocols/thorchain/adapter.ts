import { thorAdapter } from '../../thor/adapter.ts';
import { THORCHAIN_NETWORK } from './network.ts';

export const THORCHAIN = thorAdapter(THORCHAIN_NETWORK);
