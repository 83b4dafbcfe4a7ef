import { AbiCoder, ParamType, Result, toUtf8String, Utf8ErrorFuncs } from 'ethers';

/** Whether everything was decoded: of text that is no UTF-8 ethers keeps an error in its place. */
export function isWhole(decoded: Result): boolean {
  try {
    decoded.toArray(true);
    return true;
  } catch {
    return false;
  }
}

/**
 * The same data with text that is no UTF-8 made readable, wrong bytes replaced: anybody can put any bytes into a memo or a name, and a
 * movement must not vanish by it.
 * @throws where the data is not of these types at all
 */
export function repairText(types: readonly ParamType[], data: string): string {
  const coder = AbiCoder.defaultAbiCoder();
  const values = coder.decode(types.map(asBytes), data);
  return coder.encode(
    types,
    types.map((type, place) => repaired(type, values[place])),
  );
}

function asBytes(type: ParamType): ParamType {
  return ParamType.from(type.format('full').replaceAll(/\bstring\b/g, 'bytes'));
}

function repaired(type: ParamType, value: unknown): unknown {
  if (type.baseType === 'string') return toUtf8String(String(value), Utf8ErrorFuncs.replace);
  if (!(value instanceof Result)) return value;
  const items = [...value];
  const { arrayChildren, components } = type;
  if (arrayChildren !== null) return items.map((item) => repaired(arrayChildren, item));
  return (components ?? []).map((component, place) => repaired(component, items[place]));
}
