import type { ChainName } from '@fundtrail/core';
import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const LABELS = 'duneanalytics/spellbook labels_bridges_ethereum.sql @91dac121';
const ROUTERS = 'list of Anyswap routers in public bridge indexers; DefiLlama multichain adapter';

/** Accounts on Ethereum that people send to, each for one chain. */
const ACCOUNTS: Readonly<Record<string, ChainName>> = {
  '0xfc7cc7c7e7985316d23104b9689c511134f59bc8': 'eip155:592',
  '0x13b432914a996b0a48695df9b2d701eda45ff264': 'eip155:56',
  '0xc564ee9f21ed8a2d8e7e76c085740d5e4c5fafbe': 'eip155:250',
  '0x87bcb3038988ca2a89605ffa8f237fb78df1c3ae': 'eip155:122',
  '0x46290b0c3a234e3d538050d8f34421797532a827': 'eip155:32659',
  '0xd779967f8b511c5edf39115341b310022900efed': 'eip155:128',
  '0x923e0a17f49fb03d936f2af2d59d379c615f5447': 'eip155:321',
  '0xec4486a90371c9b66f499ff3936f29f0d5af8b7e': 'eip155:1284',
  '0x10c6b61dbf44a083aec3780acf769c77be747e23': 'eip155:1285',
  '0xe4cf417081a0ab3f964b44d904bc2b534351a9a7': 'eip155:42262',
  '0x533e3c0e6b48010873b947bddc4721b1bdff9648': 'eip155:56',
  '0x4e67df0f232c3bc985f8a63326d80ce3d9a40400': 'eip155:336',
  '0x8cc49fe67a4bd7a15674c4ffd4e969d94304bbbf': 'eip155:57',
  '0x57ed6bd35a6ce815079855cd0b21331d1d5d0a0e': 'eip155:40',
};

export function chainOfAccount(address: string): ChainName | undefined {
  return ACCOUNTS[address];
}

export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Account', LABELS, { 1: Object.keys(ACCOUNTS) }, { until: '2023-12-31' }),
  ...contracts('AnyCall', LABELS, { 1: '0xc10ef9f491c9b59f936957026020c321651ac078' }),
  ...contracts('Router', `${LABELS}; ${ROUTERS}`, {
    1: [
      '0xe95fd76cf16008c12ff3b3a937cb16cd9cc20284',
      '0x6b7a87899490ece95443e979ca9485cbe7e71522',
      '0x765277eebeca2e31912c9946eae1021199b39c61',
      '0xba8da9dcf11b50b03fd5284f164ef5cdef910705',
    ],
  }),
  ...contracts('Router', ROUTERS, {
    1: ['0x7782046601e7b9b05ca55a3899780ce6ee6b8b2b', '0xf0457c4c99732b716e40d456acb3fc83c699b8ba'],
    10: ['0x80a16016cc4a2e6a2caca8a4a498b1699ff0f844', '0xdc42728b0ea910349ed3c6e1c9dc06b5fb591f98'],
    56: [
      '0xd1c5966f9f5ee6881ff6b261bbeda45972b1b5f3',
      '0xabd380327fe66724ffda91a87c772fb8d00be488',
      '0x56a6c850cebe23f0c7891a004bef57265cda4d13',
      '0x58892974758a4013377a45fad698d2ff1f08d98e',
      '0x92c079d3155c2722dbf7e65017a5baf9cd15561c',
      '0xd1a891e6eccb7471ebd6bc352f57150d4365db21',
      '0xe1d592c3322f1f714ca11f05b6bc0efef1907859',
      '0xf9736ec3926703e85c843fc972bd89a7f8e827c0',
    ],
    137: [
      '0x4f3aff3a747fcade12598081e80c6605a8be192f',
      '0x2ef4a574b72e1f555185afa8a09c6d1a8ac4025c',
      '0x0b23341fa1da0171f52aa8ef85f3946b44d35ac0',
      '0x1ccca1ce62c62f7be95d4a67722a8fdbed6eecb4',
      '0x6ff0609046a38d76bd40c5863b4d1a2dce687f73',
      '0x72c290f3f13664b024ee611983aa2d5621ebe917',
      '0x84cebca6bd17fe11f7864f7003a1a30f2852b1dc',
      '0xafaace7138ab3c2bcb2db4264f8312e1bbb80653',
      '0xd50380e953603b37a74dc67c92fc5e19e0b65469',
    ],
    250: [
      '0x1ccca1ce62c62f7be95d4a67722a8fdbed6eecb4',
      '0x0b23341fa1da0171f52aa8ef85f3946b44d35ac0',
      '0x24e2a6f08e3cc2baba93bd9b89e19167a37d6694',
      '0x85fd5f8dbd0c9ef1806e6c7d4b787d438621c1dc',
      '0xb576c9403f39829565bd6051695e2ac7ecf850e2',
      '0xf3ce95ec61114a4b1bfc615c16e6726015913ccc',
      '0xf98f70c265093a3b3adbef84ddc29eace900685b',
    ],
    42161: [
      '0x0cae51e1032e8461f4806e26332c030e34de3adb',
      '0xc931f61b1534eb21d8c11b24f3f5ab2471d4ab50',
      '0x650af55d5877f289837c30b94af91538a7504b76',
      '0x2bf9b864cdc97b08b6d79ad4663e71b8ab65c45c',
      '0x39fde572a18448f8139b7788099f0a0740f51205',
      '0xa71353bb71dda105d383b02fc2dd172c4d39ef8b',
      '0xcb9f441ffae898e7a2f32143fd79ac899517a9dc',
    ],
    43114: [
      '0xb0731d50c681c45856bfc3f7539d5f61d4be81d8',
      '0x833f307ac507d47309fd8cdd1f835bef8d702a93',
      '0x05f024c6f5a94990d32191d6f36211e3ee33504e',
      '0x34324e1598bf02ccd3dea93f4e332b5507097473',
      '0x9b17baadf0f21f03e35249e0e59723f34994f806',
      '0xe5cf1558a1470cb5c166c2e8651ed0f3c5fb8f42',
    ],
  }),
];
