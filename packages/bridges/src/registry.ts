import type { ProtocolAdapter } from './adapter.ts';
import { ACROSS } from './protocols/across/adapter.ts';
import { ARBITRUM_NATIVE } from './protocols/arbitrum/adapter.ts';
import { CCTP } from './protocols/cctp/adapter.ts';
import { CHAINFLIP } from './protocols/chainflip/adapter.ts';
import { LAYERZERO_OFT } from './protocols/layerzero_oft/adapter.ts';
import { STARGATE } from './protocols/stargate/adapter.ts';

/** Every protocol that is known. Adding one is a folder in `protocols/` and a line here. */
export const PROTOCOLS: readonly ProtocolAdapter[] = [
  ACROSS,
  CCTP,
  LAYERZERO_OFT,
  STARGATE,
  CHAINFLIP,
  ARBITRUM_NATIVE,
];
