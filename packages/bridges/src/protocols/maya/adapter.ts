import { thorAdapter } from '../../thor/adapter.ts';
import { MAYA_NETWORK } from './network.ts';

export const MAYA = thorAdapter(MAYA_NETWORK);
