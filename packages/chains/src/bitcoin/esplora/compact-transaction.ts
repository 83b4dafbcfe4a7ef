/**
 * What is read of a transaction in Esplora's JSON, and no more: unlocking scripts, witnesses and disassembled scripts are most of it, and a
 * kept answer needs none of them. What has another form stays as it is, for the reader to refuse.
 */
export function compactTransaction(json: unknown): unknown {
  if (!isRecord(json) || !Array.isArray(json.vin) || !Array.isArray(json.vout)) return json;
  const { txid, vin, vout, fee, status } = json;
  return { txid, vin: vin.map(compactInput), vout: vout.map(compactOutput), fee, status };
}

function compactInput(input: unknown): unknown {
  if (!isRecord(input)) return input;
  const { txid, vout, prevout, is_coinbase } = input;
  return { txid, vout, prevout: compactOutput(prevout), is_coinbase };
}

function compactOutput(output: unknown): unknown {
  if (!isRecord(output)) return output;
  const { scriptpubkey, value } = output;
  return { scriptpubkey, value };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
