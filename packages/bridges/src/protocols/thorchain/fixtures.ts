import type { Fixture } from '../../adapter.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const ETHEREUM = 'eip155:1';

/** Recorded without receipts: calls of routers, and bytes of transactions of Bitcoin. */
export const FIXTURES: readonly Fixture[] = [
  {
    chain: BITCOIN,
    tx: '0xa1174a690a6e9cc570e4e4a76f8be49d82fa2353cfd686c1b6b210d58d0e3cc7',
    sides: ['source'],
  },
  {
    chain: BITCOIN,
    tx: '0x39f1a4d0f9a7dba5365eb40c73590ca81c702676de18f0438556da8f6b179068',
    sides: ['destination'],
  },
  {
    chain: BITCOIN,
    tx: '0xbf0c67414d6842ce3f24af1114ad2afb4afdc8f7fab9ec2dc2feec52a1b8e65d',
    sides: ['destination'],
  },
  {
    chain: BITCOIN,
    tx: '0x772ead20ed7d60fbfba15eea0dc2cf71dfe945605a4caed79db8a852d005e212',
    sides: ['refund'],
  },
  {
    chain: ETHEREUM,
    tx: '0xee6d63be925e90e4894288dc32d593ef6ab14c497973cb722a408fa606d42d64',
    sides: ['source'],
  },
  {
    chain: ETHEREUM,
    tx: '0xa1e6d3cd2e4c5bc06af21835065a44eb2d207962ebf36b9e24a366eb20e906da',
    sides: ['refund'],
  },
  {
    chain: ETHEREUM,
    tx: '0x77b3683104413afcf8548dd949ebb99a6c18fb7d459bf944733fd815c98e5087',
    sides: ['destination'],
  },
  {
    chain: ETHEREUM,
    tx: '0x89b1fffa687b695e040a4a02a591b5adde825fe956457e3d206b387e008bc2f3',
    sides: ['destination'],
  },
];
