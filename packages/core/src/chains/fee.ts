/**
 * What a sender pays, as the receipts of a chain tell it.
 * - `execution`: gas and blobs. Rollups that charge their L1 data as gas (Arbitrum) or through its price (zkSync, Linea) are of this kind.
 * - `l1_fee`: `l1Fee` on top, and the operator fee of the OP stack where one is told. Also right for a chain that is not known.
 * - `mantle`: until its Arsia upgrade the `l1Fee` that a receipt tells is inside its gas, since then on top.
 */
export const FEE_MODELS = ['execution', 'l1_fee', 'mantle'] as const;
export type FeeModel = (typeof FEE_MODELS)[number];

/** The fields of a receipt that can be part of a fee and that a receipt may lack. */
export const OPTIONAL_FEE_FIELDS = [
  'blobGasUsed',
  'blobGasPrice',
  'l1Fee',
  'operatorFeeScalar',
  'operatorFeeConstant',
  // Told by the OP stack since its Jovian upgrade.
  'daFootprintGasScalar',
] as const;

/** The fields of a receipt that a fee is made of, by their names there; prices and fees in base units of the native asset. */
export type FeeFields = { readonly gasUsed: bigint; readonly effectiveGasPrice: bigint } & {
  readonly [Field in (typeof OPTIONAL_FEE_FIELDS)[number]]?: bigint;
};

/** Unix seconds of Mantle's Arsia upgrade, which took the L1 data out of the gas. https://github.com/mantle-xyz/op-geth/releases/tag/v1.5.4 */
const MANTLE_ARSIA_TIME = 1_776_841_200;
/** The operator fee's scalar counts millionths, since Jovian hundreds. https://specs.optimism.io/protocol/jovian/exec-engine.html */
const ISTHMUS_SCALAR_DIVISOR = 1_000_000n;
const JOVIAN_SCALAR_FACTOR = 100n;

/**
 * All that the sender paid for a transaction, in base units of the native asset.
 * @param time Unix seconds of the block
 */
export function feePaid(model: FeeModel, fields: FeeFields, time: number): bigint {
  const execution = fields.gasUsed * fields.effectiveGasPrice + blobFee(fields);
  const isApart = model === 'l1_fee' || (model === 'mantle' && time >= MANTLE_ARSIA_TIME);
  return isApart ? execution + (fields.l1Fee ?? 0n) + operatorFee(model, fields) : execution;
}

/** Since Jovian the OP stack tells a transaction's share of the data as `blobGasUsed`, which nobody pays as blobs. */
function blobFee(fields: FeeFields): bigint {
  if (fields.daFootprintGasScalar !== undefined) return 0n;
  return (fields.blobGasUsed ?? 0n) * (fields.blobGasPrice ?? 0n);
}

function operatorFee(model: FeeModel, fields: FeeFields): bigint {
  const scaled = fields.gasUsed * (fields.operatorFeeScalar ?? 0n);
  const isJovian = model === 'mantle' || fields.daFootprintGasScalar !== undefined;
  const share = isJovian ? scaled * JOVIAN_SCALAR_FACTOR : scaled / ISTHMUS_SCALAR_DIVISOR;
  return share + (fields.operatorFeeConstant ?? 0n);
}
