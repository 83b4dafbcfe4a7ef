import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const VAULTS = 'chainflip-io/chainflip-docs @d36f279';
const KEY_MANAGERS = 'a public list, checked by RPC on 2026-09-29';

/** Vaults take deposits and pay out; key managers say that the validators signed. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Vault', VAULTS, {
    1: '0xf5e10380213880111522dd0efd3dbb45b9f62bcc',
    56: '0x79001a5e762f3befc8e5871b42f6734e00498920',
    42161: '0x79001a5e762f3befc8e5871b42f6734e00498920',
  }),
  ...contracts('KeyManager', KEY_MANAGERS, {
    1: '0xcd351d3626dc244730796a3168d315168ebf08be',
    56: '0xbfe612c77c2807ac5a6a41f84436287578000275',
    42161: '0xbfe612c77c2807ac5a6a41f84436287578000275',
  }),
];
