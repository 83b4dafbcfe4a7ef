import type { ChainName } from '@fundtrail/core';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

/** Endpoints of v2 have the number of v1 and this. */
const V2 = 30_000;

/**
 * LayerZero's numbers of chains (v1; v2 adds 30,000) and EVM chain numbers: numbers of @layerzerolabs/lz-definitions 3.1.13 (2026-10); which
 * EVM chain that is, by stargate-v2's deployments.
 */
const EVM: readonly (readonly [number, number])[] = [
  [101, 1],
  [102, 56],
  [106, 43114],
  [109, 137],
  [110, 42161],
  [111, 10],
  [138, 122],
  [145, 100],
  [150, 8217],
  [151, 1088],
  [153, 1116],
  [177, 2222],
  [181, 5000],
  [183, 59144],
  [184, 8453],
  [199, 40],
  [211, 1313161554],
  [213, 291],
  [214, 534352],
  [217, 169],
  [235, 1380012617],
  [267, 666666666],
  [280, 1329],
  [284, 8822],
  [290, 167000],
  [294, 1625],
  [295, 14],
  [302, 3338],
  [309, 1890],
  [312, 33139],
  [316, 295],
  [320, 130],
  [324, 2741],
  [327, 55244],
  [328, 41923],
  [329, 43111],
  [330, 1480],
  [332, 146],
  [333, 30],
  [334, 50104],
  [335, 1923],
  [336, 747],
  [339, 57073],
  [340, 1868],
  [342, 1300],
  [359, 25],
  [361, 2345],
  [362, 80094],
  [364, 1514],
  [365, 50],
  [369, 6900],
  [370, 98866],
  [374, 964],
  [376, 3637],
  [380, 5031],
  [381, 484],
  [383, 9745],
  [384, 9069],
  [388, 16661],
  [389, 10088],
  [393, 97477],
  [394, 1776],
  [396, 988],
  [399, 26514],
  [402, 151],
  [404, 2288],
  [410, 4217],
  [412, 685689],
  [413, 904],
  [415, 72957],
];

/** The same numbers; which EVM chain that is, from memory. */
const EVM_UNCONFIRMED: readonly (readonly [number, number])[] = [
  [112, 250],
  [115, 53935],
  [116, 1666600000],
  [118, 432204],
  [125, 42220],
  [126, 1284],
  [155, 66],
  [158, 1101],
  [159, 7700],
  [165, 324],
  [167, 1285],
  [173, 1559],
  [175, 42170],
  [176, 82],
  [195, 7777777],
  [202, 204],
  [210, 592],
  [212, 1030],
  [243, 81457],
  [255, 252],
  [260, 34443],
  [266, 4200],
  [274, 196],
  [279, 60808],
  [283, 7560],
  [292, 42793],
  [303, 48900],
  [318, 98865],
  [319, 480],
  [321, 1135],
  [322, 2818],
  [323, 81224],
  [360, 388],
  [367, 999],
  [373, 232],
  [375, 747474],
  [390, 143],
  [398, 4326],
];

const OTHERS: readonly (readonly [number, ChainName])[] = [
  [108, 'aptos:1'],
  [168, SOLANA],
  [325, 'movement:mainnet'],
  [326, 'cosmos:interwoven-1'],
  [343, 'tvm:-239'],
  [378, 'sui:mainnet'],
  [420, TRON],
  [500, 'starknet:SN_MAIN'],
];

const CHAINS: ReadonlyMap<number, ChainName> = new Map([
  ...[...EVM, ...EVM_UNCONFIRMED].map(([id, number]): [number, ChainName] => [id, `eip155:${number}`]),
  ...OTHERS,
]);

const IDS: ReadonlyMap<ChainName, number> = new Map([...CHAINS].map(([id, chain]) => [chain, id]));

/** The chain of an endpoint of either version; undefined where it is not known. */
export function chainOfEid(eid: number): ChainName | undefined {
  return CHAINS.get(eid % V2);
}

/** The number of a chain's endpoint of v2. */
export function eidOf(chain: ChainName): number | undefined {
  const id = IDS.get(chain);
  return id === undefined ? undefined : id + V2;
}
