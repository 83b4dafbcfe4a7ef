import type { ProtocolAdapter } from './adapter.ts';
import { ACROSS } from './protocols/across/adapter.ts';
import { ALLBRIDGE } from './protocols/allbridge/adapter.ts';
import { ARBITRUM_NATIVE } from './protocols/arbitrum/adapter.ts';
import { AVALANCHE_BRIDGE } from './protocols/avalanche_bridge/adapter.ts';
import { AXELAR } from './protocols/axelar/adapter.ts';
import { BRIDGERS } from './protocols/bridgers/adapter.ts';
import { BSC_TOKENHUB } from './protocols/bsc_tokenhub/adapter.ts';
import { CCTP } from './protocols/cctp/adapter.ts';
import { CELER } from './protocols/celer/adapter.ts';
import { CHAINFLIP } from './protocols/chainflip/adapter.ts';
import { DEBRIDGE } from './protocols/debridge/adapter.ts';
import { GARDEN } from './protocols/garden/adapter.ts';
import { GNOSIS } from './protocols/gnosis/adapter.ts';
import { HARMONY_HORIZON } from './protocols/harmony_horizon/adapter.ts';
import { HOP } from './protocols/hop/adapter.ts';
import { LAYERZERO_OFT } from './protocols/layerzero_oft/adapter.ts';
import { LIFI } from './protocols/lifi/adapter.ts';
import { MAYA } from './protocols/maya/adapter.ts';
import { MAYAN } from './protocols/mayan/adapter.ts';
import { MULTICHAIN } from './protocols/multichain/adapter.ts';
import { NOMAD } from './protocols/nomad/adapter.ts';
import { OKX } from './protocols/okx/adapter.ts';
import { OPSTACK } from './protocols/opstack/adapter.ts';
import { ORBITER } from './protocols/orbiter/adapter.ts';
import { POLYGON_POS } from './protocols/polygon/adapter.ts';
import { RAILGUN } from './protocols/railgun/adapter.ts';
import { RANGO } from './protocols/rango/adapter.ts';
import { RELAY } from './protocols/relay/adapter.ts';
import { REN } from './protocols/ren/adapter.ts';
import { RONIN } from './protocols/ronin/adapter.ts';
import { SCROLL } from './protocols/scroll/adapter.ts';
import { SOCKET } from './protocols/socket/adapter.ts';
import { SQUID } from './protocols/squid/adapter.ts';
import { STARGATE } from './protocols/stargate/adapter.ts';
import { SWAPKIT } from './protocols/swapkit/adapter.ts';
import { SYMBIOSIS } from './protocols/symbiosis/adapter.ts';
import { SYNAPSE } from './protocols/synapse/adapter.ts';
import { TBTC } from './protocols/tbtc/adapter.ts';
import { THORCHAIN } from './protocols/thorchain/adapter.ts';
import { TORNADO } from './protocols/tornado/adapter.ts';
import { WBTC } from './protocols/wbtc/adapter.ts';
import { WORMHOLE } from './protocols/wormhole/adapter.ts';
import { ZKSYNC } from './protocols/zksync/adapter.ts';

/** Every protocol that is known. Adding one is a folder in `protocols/` and a line here. */
export const PROTOCOLS: readonly ProtocolAdapter[] = [
  THORCHAIN,
  MAYA,
  ACROSS,
  CCTP,
  LAYERZERO_OFT,
  STARGATE,
  CHAINFLIP,
  RELAY,
  HOP,
  LIFI,
  AXELAR,
  SQUID,
  OKX,
  RANGO,
  SOCKET,
  SWAPKIT,
  ARBITRUM_NATIVE,
  OPSTACK,
  POLYGON_POS,
  GNOSIS,
  DEBRIDGE,
  WORMHOLE,
  MAYAN,
  CELER,
  SYMBIOSIS,
  SYNAPSE,
  ORBITER,
  SCROLL,
  ZKSYNC,
  MULTICHAIN,
  NOMAD,
  RAILGUN,
  TORNADO,
  AVALANCHE_BRIDGE,
  REN,
  RONIN,
  HARMONY_HORIZON,
  WBTC,
  TBTC,
  BSC_TOKENHUB,
  GARDEN,
  ALLBRIDGE,
  BRIDGERS,
];
