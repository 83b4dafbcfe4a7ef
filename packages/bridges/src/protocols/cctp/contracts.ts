import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const V1 = 'circle-fin bridge-kit 1.15.1 (npm); DefiLlama circle adapter @2ad9ba2';
const V2 = 'circle-fin bridge-kit 1.15.1 (npm): the same on all EVM chains but Edge';

/** Messengers burn and mint, transmitters carry messages; the roles of v2 end in `V2`. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('TokenMessenger', V1, {
    1: '0xbd3fa81b58ba92a82136038b25adec7066af3155',
    10: '0x2b4069517957735be00cee0fadae88a26365528f',
    137: '0x9daf8c91aefae50b9c0e69629d3f6ca40ca3b3fe',
    8453: '0x1682ae6375c4e4a97e4b583bc394c861a46d8962',
    42161: '0x19330d10d9cc8751218eaf51e8885d058642e08a',
    43114: '0x6b25532e1060ce10cc3b0a99e5683b91bfde6982',
  }),
  ...contracts('MessageTransmitter', V1, {
    1: '0x0a992d191deec32afe36203ad87d7d289a738f81',
    10: '0x4d41f22c5a0e5c74090899e5a8fb597a8842b3e8',
    137: '0xf3be9355363857f3e001be68856a2f96b4c39ba9',
    8453: '0xad09780d193884d503182ad4588450c416d6f9d4',
    42161: '0xc30362313fbba5cf9163f0bb16a0e01f01a896ca',
    43114: '0x8186359af5f57fbb40c6b14a588d2a59c0c29880',
  }),
  ...contracts('TokenMessengerV2', V2, { evm: '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d' }),
  ...contracts('MessageTransmitterV2', V2, { evm: '0x81d40f21f12a8f0e3252bccb954d722d4c464b64' }),
];
