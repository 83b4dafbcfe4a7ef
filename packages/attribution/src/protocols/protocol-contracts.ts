/**
 * Contracts by which a protocol shows itself: called, paid, or emitting. `chains`: numbers of the chains on which it lies at this
 * address; absent where the deployer uses one address everywhere.
 */
export type ProtocolContracts = {
  readonly protocol: string;
  readonly role: string;
  readonly source: string;
  readonly chains?: readonly number[];
  readonly addresses: readonly string[];
};

const EXPLORER_LABELS = "name tags of the chains' explorers, 2023 and 2024";
const RECORDED = 'seen as the receiver of recorded mainnet transactions of the protocol';

/** Stand of 2026-11. Lower case. A contract that is missing is found by its events, if at all. */
export const PROTOCOL_CONTRACTS: readonly ProtocolContracts[] = [
  {
    protocol: 'uniswap_v2',
    role: 'Router 2',
    source: 'docs.uniswap.org: v2 deployments',
    addresses: [
      '0x7a250d5630b4cf539739df2c5dacb4c659f2488d',
      '0x4a7b5da61326a6379179b40d00f57e5bbdc962c2',
      '0xedf6066a2b290c185783862c7f4776a2c8077ad1',
      '0x4752ba5dbc23f44d87826276bf6fd6b1c372ad24',
    ],
  },
  {
    protocol: 'uniswap_v3',
    role: 'SwapRouter, SwapRouter02 and NonfungiblePositionManager',
    source: 'docs.uniswap.org: v3 deployments',
    addresses: [
      '0xe592427a0aece92de3edee1f18e0157c05861564',
      '0x68b3465833fb72a70ecdf485e0e4c7bd8665fc45',
      '0x2626664c2603336e57b271c5c0b26f421741e481',
      '0xc36442b4a4522e871399cd717abdd847ab11fe88',
      '0x03a520b32c04bf3beef7beb72e919cf822ed34f1',
    ],
  },
  {
    protocol: 'uniswap_v4',
    role: 'PoolManager and PositionManager',
    source: 'docs.uniswap.org: v4 deployments',
    addresses: [
      '0x000000000004444c5dc75cb358380d2e3de08a90',
      '0xbd216513d74c8cf14cf4747e6aaa6420ff64ee9e',
      '0x9a13f98cb987694c9f086b1f5eb990eea8264ec3',
      '0x3c3ea4b57a46241e54610e5f022e5c45859a1017',
      '0x498581ff718922c3f8e6a244956af099b2652b2b',
      '0x67366782805870060151383f4bbff9dab53e5cd6',
      '0x1ec2ebf4f37e7363fdfe3551602425af0b3ceef9',
      '0x360e68faccca8ca495c1b759fd9eee466db9fb32',
      '0xd88f38f930b7952f2db2432cb002e7abbf3dd869',
    ],
  },
  {
    protocol: 'uniswap_universal_router',
    role: 'Universal Router',
    source: 'docs.uniswap.org: deployments',
    addresses: [
      '0xef1c6e67703c7bd7107eed8303fbe6ec2554bf6b',
      '0x3fc91a3afd70395cd496c647d5a6cc9d4b2b7fad',
      '0x66a9893cc07d91d95644aedd05d03f95e1dba8af',
      '0x851116d9223fabed8e56c0e6b8ad0c31d98b3507',
      '0x6ff5693b99212da76ad316178a184ab56d299b43',
      '0x1095692a6237d83c6a72f3f5efedb9a670c49223',
      '0xa51afafe0263b40edaef0df8781ea9aa03e381a3',
    ],
  },
  {
    protocol: '1inch',
    role: 'aggregation routers 1 to 6, which also settle limit orders',
    source: `${EXPLORER_LABELS}; docs.1inch.io`,
    addresses: [
      '0x11111254369792b2ca5d084ab5eea397ca8fa48b',
      '0x111111125434b319222cdbf8c261674adb56f3ae',
      '0x11111112542d85b3ef69ae05771c2dccff4faa26',
      '0x1111111254fb6c44bac0bed2854e76f90643097d',
      '0x1111111254eeb25477b68fb85ed929f73a960582',
      '0x111111125421ca6dc452d289314280a0f8842a65',
    ],
  },
  {
    protocol: '0x',
    role: 'Exchange Proxy, its Flash Wallet, AllowanceHolder',
    source: `${EXPLORER_LABELS}; 0x.org docs: contract addresses`,
    addresses: [
      '0xdef1c0ded9bec7f1a1670819833240f027b25eff',
      '0xdef1abe32c034e558cdd535791643c58a13acc10',
      '0x22f9dcf4647084d6c31b2765f6910cd85c178c18',
      '0xdb6f1920a889355780af7570773609bd8cb1f498',
      '0x0000000000001ff3684f28c67538d4d072c22734',
    ],
  },
  {
    protocol: '0x',
    role: 'Settler (new ones are deployed often; their function tells them, too)',
    source: RECORDED,
    addresses: [
      '0x0d0e364aa7852291883c162b22d6d81f6355428f',
      '0x7f20a7a526d1bab092e3be0733d96287e93cef59',
      '0x7747f8d2a76bd6345cc29622a946a929647f2359',
      '0xf525ff21c370beb8d9f5c12dc0da2b583f4b949f',
      '0x49fb9c16b9b2a19452633573603c837673fd7e04',
      '0xb254ee265261675528bddb0796741c0c65a4c158',
    ],
  },
  {
    protocol: 'paraswap',
    role: 'Augustus 5 and 6.2',
    source: 'developers.paraswap.network: smart contracts',
    addresses: ['0xdef171fe48cf0115b1d80b88dc8eab59176fee57', '0x6a000f20005980200259b80c5102003040001068'],
  },
  {
    protocol: 'cow',
    role: 'GPv2Settlement, vault relayer, orders of the native asset',
    source: 'docs.cow.fi: contracts',
    addresses: [
      '0x9008d19f58aabd9ed0d60971565aa8510560ab41',
      '0xc92e8bdf79f0507f65a392b0ab4667716bfe0110',
      '0x40a50cf069e992aa4536211b23f286ef88752187',
      '0xba3cb449bd2b4adddbc894d8697f5170800eadec',
    ],
  },
  {
    protocol: 'odos',
    role: 'router 2',
    source: 'docs.odos.xyz: contract addresses',
    addresses: [
      '0xcf5540fffcdc3d510b18bfca6d2b9987b0772559',
      '0xca423977156bb05b13a2ba3b76bc5419e2fe9680',
      '0x19ceead7105607cd444f5ad10dd51356436095a1',
      '0xa669e7a0d4b3e4fa48af2de86bd4cd7126be4e13',
      '0xbfe03c9e20a9fc0b37de01a172f207004935e0b1',
      '0x4e3288c9ca110bcc82bf38f09a7b425c095d92bf',
      '0x89b8aa89fdd0507a99d334cbe3c808fafc7d850e',
    ],
  },
  {
    protocol: 'odos',
    role: 'router 1',
    source: RECORDED,
    addresses: [
      '0x9f138be5aa5cc442ea7cc7d18cd9e30593ed90b9',
      '0xa32ee1c40594249eb3183c10792bcf573d4da47c',
      '0xdd94018f54e565dbfc939f7c44a16e163faab331',
    ],
  },
  {
    protocol: 'balancer',
    role: 'vaults 2 and 3',
    source: `${EXPLORER_LABELS}; docs.balancer.fi: deployments`,
    addresses: ['0xba12222222228d8ba445958a75a0704d566bf2c8', '0xba1333333333a1ba1108e8412f11850a5c319ba9'],
  },
  {
    protocol: 'curve',
    role: '3pool, sUSD pool, Aave pool on Polygon, deposits for metapools and USDN',
    source: EXPLORER_LABELS,
    addresses: [
      '0xbebc44782c7db0a1a60cb6fe97d0b483032ff1c7',
      '0xa5407eae9ba41422680e2e00537571bcc53efbfd',
      '0x445fe580ef8d70ff569ab36e80c647af338db351',
      '0xa79828df1850e8a3a3064576f380d90aecdd3359',
      '0x094d12e5b541784701fd8d65f11fc0598fbc6332',
    ],
  },
  {
    protocol: 'curve',
    role: 'gauges and deposits that stake',
    source: `${EXPLORER_LABELS}; ${RECORDED}`,
    addresses: [
      '0xa90996896660decc6e997655e065b23788857849',
      '0x05cd911ee9b60c28fcee4ea03cc5670637d955b1',
      '0x37c5ab57af7100bdc9b668d766e193ccbf6614fd',
      '0xd061d61a4d941c39e5453435b6345dc261c2fce0',
    ],
  },
  {
    protocol: 'sushiswap',
    role: 'router 2, route processor, RedSnwapper',
    source: `${EXPLORER_LABELS}; ${RECORDED}`,
    addresses: [
      '0xd9e1ce17f2641f24ae83637ab66a2cca9c378b9f',
      '0x1b02da8cb0d097eb8d57a175b88c7d8b47997506',
      '0x83ec81ae54dd8dca17c3dd4703141599090751d1',
      '0xac4c6e212a361c968f1725b4d055b47e63f80b75',
    ],
  },
  {
    protocol: 'kyber',
    role: 'meta aggregation router 2, network proxy 2',
    source: EXPLORER_LABELS,
    addresses: ['0x6131b5fae19ea4f9d964eac0408e4408b66337b5', '0x9aab3f75489902f3a48495025729a0af77d4b11e'],
  },
  {
    protocol: 'velodrome',
    role: 'routers 1 and 2',
    source: 'velodrome.finance: security, contracts',
    chains: [10],
    addresses: ['0x9c12939390052919af3155f41bf4160fd3666a6f', '0xa062ae8a9c5e11aaa026fc2670b0d65ccc8b2858'],
  },
  {
    protocol: 'aerodrome',
    role: 'router and universal router',
    source: 'aerodrome.finance: security, contracts',
    chains: [8453],
    addresses: ['0xcf77a3ba9a5ca399b7c97c74d54e5b1beb874e43', '0x6cb442acf35158d5eda88fe602221b67b400be3e'],
  },
  {
    protocol: 'openocean',
    role: 'exchange 2',
    source: 'docs.openocean.finance: contracts',
    addresses: ['0x6352a56caadc4f1e25cd6c75970fa768a3304e64'],
  },
  {
    protocol: 'metamask',
    role: 'swap router',
    source: EXPLORER_LABELS,
    addresses: [
      '0x881d40237659c251811cec9c364ef91dc08d300c',
      '0x1a1ec25dc08e98e5e93f1104b5e5cdd298707d31',
      '0x9dda6ef3d919c9bc8885d5560999a3640431e8e6',
    ],
  },
  {
    protocol: 'lifi',
    role: 'diamond',
    source: 'docs.li.fi: smart contract addresses',
    addresses: ['0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae'],
  },
  {
    protocol: 'rainbow',
    role: 'router',
    source: RECORDED,
    addresses: ['0x00000000009726632680fb29d3f7a9734e3010e2'],
  },
  {
    protocol: 'magpie',
    role: 'router',
    source: RECORDED,
    addresses: [
      '0xa6e941eab67569ca4522f70d343714ff51d571c4',
      '0xef42f78d25f4c681dcad2597fa04877ff802ef4b',
      '0x34cdce58cbdc6c54f2ac808a24561d0ab18ca8be',
    ],
  },
  {
    protocol: 'firebird',
    role: 'router',
    source: RECORDED,
    addresses: ['0x92e4f29be975c1b1eb72e77de24dccf11432a5bd'],
  },
  {
    protocol: 'llamazip',
    role: 'router',
    source: RECORDED,
    addresses: ['0x6f9d14cf4a06dd9c70766bd161cf8d4387683e1b', '0x5279ebc4e5ba9ea09f19ade49f2bc98339aea4d7'],
  },
  {
    protocol: 'quickswap',
    role: 'routers',
    source: `${EXPLORER_LABELS}; ${RECORDED}`,
    addresses: ['0xa5e0829caced8ffdd4de3c43696c57f7d7a678ff', '0x4a012af2b05616fb390ed32452641c3f04633bb5'],
  },
  {
    protocol: 'pancakeswap',
    role: 'router 2 and smart router',
    source: `${EXPLORER_LABELS}; docs.pancakeswap.finance`,
    addresses: ['0x10ed43c718714eb63d5aa57b78b54704e256024e', '0x13f4ea83d0bd40e75c8222255bc855a974568dd4'],
  },
];
