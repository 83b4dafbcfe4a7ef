import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fixture, ProtocolAdapter } from '../src/adapter.ts';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { recordedFacts } from '../src/recorded.fixture.ts';
import { PROTOCOLS } from '../src/registry.ts';

/**
 * Writes `fixtures.ts` of every protocol: the recorded transactions in which it is read without a fault. Run by hand after rules or records
 * changed, and looked through in the diff: what is written is what is read, right or wrong. Those of THORChain are recorded otherwise, and
 * written by hand.
 */
const FOLDER = join(import.meta.dirname, '../src/protocols');
const LINE_WIDTH = 120;

const reader = createBridgeReader();
const found = new Map<string, Map<string, Fixture>>();
const left = new Set<string>();
for (const { chain, hash, ...fact } of await recordedFacts()) {
  for (const { protocol, side, fault } of reader.read({ chain, hash, ...fact })) {
    const id = `${chain} ${hash}`;
    if (fault !== undefined) left.add(`${protocol} ${id}: ${fault}`);
    const own = found.get(protocol) ?? new Map<string, Fixture>();
    found.set(protocol, own.set(id, { chain, tx: hash, sides: [...(own.get(id)?.sides ?? []), side] }));
  }
}
for (const folder of readdirSync(FOLDER)) {
  const path = join(FOLDER, folder, 'adapter.ts');
  if (!existsSync(path)) continue;
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  const adapter = PROTOCOLS.find((one) => Object.values(exported).includes(one));
  if (adapter !== undefined) write(folder, adapter);
}
for (const what of left) process.stdout.write(`left out, with a fault: ${what}\n`);

function write(folder: string, { protocol, fixtures }: ProtocolAdapter): void {
  const hasFault = (id: string): boolean => [...left].some((what) => what.startsWith(`${protocol} ${id}: `));
  const own = [...(found.get(protocol) ?? [])].flatMap(([id, fixture]) => (hasFault(id) ? [] : [fixture]));
  if (own.length === 0) return;
  const rows = own.sort(
    (a, b) =>
      numberOf(a) - numberOf(b) || (a.chain < b.chain ? -1 : 1) * Number(a.chain !== b.chain) || (a.tx < b.tx ? -1 : 1),
  );
  const text = [
    "import type { Fixture } from '../../adapter.ts';",
    '',
    'export const FIXTURES: readonly Fixture[] = [',
    ...rows.map(lineOf),
    '];',
    '',
  ];
  writeFileSync(join(FOLDER, folder, 'fixtures.ts'), text.join('\n'));
  const isNamed = fixtures === undefined ? '; its adapter does not name them yet' : '';
  process.stdout.write(`${protocol}: ${rows.length}${isNamed}\n`);
}

/** EVM chains by number, others first. */
function numberOf({ chain }: Fixture): number {
  return chain.startsWith('eip155:') ? Number(chain.slice('eip155:'.length)) : 0;
}

function lineOf({ chain, tx, sides }: Fixture): string {
  const names = sides.map((side) => `'${side}'`);
  const line = `  { chain: '${chain}', tx: '${tx}', sides: [${names.join(', ')}] },`;
  if (line.length <= LINE_WIDTH) return line;
  const list = `    sides: [${names.join(', ')}],`;
  const listed =
    list.length <= LINE_WIDTH ? list : `    sides: [\n${names.map((name) => `      ${name},\n`).join('')}    ],`;
  return `  {\n    chain: '${chain}',\n    tx: '${tx}',\n${listed}\n  },`;
}
