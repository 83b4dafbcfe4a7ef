import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '@fundtrail/testkit';
import type { Block } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { makeBlock, makeChain, SUBSIDY, spend } from '../bitcoin/raw/test-blocks.ts';
import { factsOf, folderOf, openQuietly } from './test-datasets.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const REGTEST = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const DOGECOIN = 'bip122:1a91e3dace36e2be3bf030a65679fe82';
const REGTEST_MAGIC = 'fabfb5da';
const REAL = sharedData('bitcoin/blocks');

describe.skipIf(REAL === undefined)('a folder of real blocks', () => {
  it('is read with what is known of spent outputs, and counts what is not whole', async () => {
    const dataset = await openQuietly(REAL ?? '');
    expect(dataset).toMatchObject({ kind: 'blocks', name: 'blocks', chains: [BITCOIN], accounts: null });
    expect(dataset.report).toEqual({
      rows: 882,
      accounts: null,
      transactions: 882,
      notWhole: 323 + 11,
      lastBlock: 482_683,
      lastTime: 1_504_119_737,
      heads: { [BITCOIN]: { block: 482_683, time: 1_504_119_737 } },
      skipped: [],
    });
    const facts = await factsOf(dataset);
    expect(new Set(facts.map(({ hash }) => hash)).size).toBe(882);
    expect(facts.filter(({ block, whole }) => block === 300_025 && whole.length === 0)).toHaveLength(0);
    const sum = (kind: string): bigint =>
      facts
        .filter(({ block }) => block === 300_025)
        .flatMap(({ legs }) => legs)
        .reduce((total, leg) => (leg.kind === kind ? total + leg.amount : total), 0n);
    // What a block pays out more than it takes in is its subsidy.
    expect(sum('output') - sum('input')).toBe(2_500_000_000n);
  });

  it('is another data set without the spent outputs, or in files of other names', async () => {
    const files = ['block300025.raw', 'block300025-undo.raw'];
    const folder = folderOf({});
    for (const name of files) copyFileSync(`${REAL}/${name}`, join(folder, name));
    const both = await openQuietly(folder);
    const alone = await openQuietly(`${REAL}/block482683.raw`);
    expect(both.report).toMatchObject({ transactions: 461, notWhole: 0, skipped: [] });
    expect(alone.report).toMatchObject({ transactions: 12, notWhole: 11 });
    expect(new Set([both.sha256, alone.sha256]).size).toBe(2);
  });

  it('takes a block that lies in two files once, with its spent outputs', async () => {
    const folder = folderOf({});
    copyFileSync(`${REAL}/block300025.raw`, join(folder, 'again.raw'));
    for (const name of ['block300025.raw', 'block300025-undo.raw']) copyFileSync(`${REAL}/${name}`, join(folder, name));
    const { report } = await openQuietly(folder);
    expect(report).toMatchObject({ rows: 461, transactions: 461, notWhole: 0 });
    expect(report.skipped.map(({ reason }) => reason)).toEqual(['blocks that came again (1)']);
  });

  it('is read from one file with all blocks behind one another, and framed as a node keeps them', async () => {
    const blocks = ['block300025', 'block426884', 'block482683'].map((name) => readFileSync(`${REAL}/${name}.raw`));
    const folder = folderOf({
      'plain/all.raw': Buffer.concat(blocks),
      'framed/blk00000.dat': Buffer.concat([
        ...blocks.map((block) => framed(block, 'f9beb4d9')),
        Buffer.alloc(5_000_000),
      ]),
    });
    const plain = await openQuietly(join(folder, 'plain/all.raw'));
    const node = await openQuietly(join(folder, 'framed'));
    const facts = await factsOf(plain);
    expect(facts).toHaveLength(882);
    expect(await factsOf(node)).toEqual(facts);
    expect(plain.sha256).toBe(createHash('sha256').update(Buffer.concat(blocks)).digest('hex'));
  });

  it('names file, byte and remedy of what is wrong', async () => {
    const block = readFileSync(`${REAL}/block482683.raw`);
    const other = readFileSync(`${REAL}/block300025.raw`);
    const changed = Buffer.from(block);
    changed.writeUInt8(1, 40);
    const mixed = Buffer.from(block);
    mixed.writeUInt8(0x51, block.length - 40);
    const cases: readonly (readonly [string, Uint8Array, string, string])[] = [
      ['cut.raw', block.subarray(0, 5_000), 'at byte 4', 'The file is cut'],
      [
        'cut-second.raw',
        Buffer.concat([block, other.subarray(0, 100_000)]),
        'of the block that begins at byte 9288',
        'The file is cut',
      ],
      [
        'trailing.raw',
        Buffer.concat([block, Buffer.from('end')]),
        'at byte 9288: 3 bytes follow the last block',
        'cut, or something else',
      ],
      [
        'trailing-more.raw',
        Buffer.concat([block, Buffer.alloc(200)]),
        'at byte 9288: no block of Bitcoin begins here',
        'fetch or copy',
      ],
      ['header.raw', changed, 'at byte 0: no block begins here, nor a known magic (02000020)', '--chain'],
      ['merkle.raw', mixed, 'at byte 36: the Merkle root of block 000000000000000000c2', 'fetch or copy it again'],
      ['short.raw', block.subarray(0, 70), 'at byte 0: the file has only 70 bytes', 'The file is cut'],
      [
        'magic.dat',
        Buffer.concat([framed(block, 'f9beb4d9'), framed(other, 'f9beb4d8')]),
        'at byte 9296: f9beb4d8 stands where a block begins with f9beb4d9',
        'damaged',
      ],
      [
        'frame.dat',
        framed(block, 'f9beb4d9').subarray(0, 9_000),
        'at byte 0: the block that begins here has 9288 bytes, and the file 8992 of them',
        'The file is cut',
      ],
      [
        'long.dat',
        framed(Buffer.concat([block, Buffer.alloc(4)]), 'f9beb4d9'),
        'at byte 9296: 4 bytes follow the last transaction of block',
        'damaged',
      ],
      [
        'zeros.dat',
        Buffer.concat([framed(block, 'f9beb4d9'), Buffer.alloc(100), block]),
        'at byte 9396: more follows after zeros',
        'damaged',
      ],
    ];
    for (const [name, bytes, problem, remedy] of cases) {
      const path = join(folderOf({ [name]: bytes }), name);
      const refused = expect(openQuietly(path), name).rejects;
      await refused.toMatchObject({ code: 'invalid_input', place: { file: path } });
      await expect(openQuietly(path), name).rejects.toThrow(problem);
      await expect(openQuietly(path), name).rejects.toHaveProperty('remedy', expect.stringContaining(remedy));
    }
  });

  it('says of obfuscated files of a node what they are', async () => {
    const key = Buffer.from('0102030405060708', 'hex');
    const bytes = framed(readFileSync(`${REAL}/block482683.raw`), 'f9beb4d9').map(
      (byte, at) => byte ^ (key[at % 8] ?? 0),
    );
    const folder = folderOf({ 'blk00000.dat': bytes, 'xor.dat': key });
    await expect(openQuietly(folder)).rejects.toThrow('the node obfuscated its files with the key in xor.dat');
    const alone = folderOf({ 'blk00000.dat': bytes });
    await expect(openQuietly(alone)).rejects.toHaveProperty('remedy', expect.stringContaining('obfuscates blk*.dat'));
  });

  it('refuses spent outputs of another block by their file', async () => {
    const folder = folderOf({});
    copyFileSync(`${REAL}/block426884.raw`, join(folder, 'block426884.raw'));
    copyFileSync(`${REAL}/block300025-undo.raw`, join(folder, 'block426884-undo.raw'));
    await expect(openQuietly(folder)).rejects.toThrow('block426884-undo.raw: these are not the outputs that block');
    writeFileSync(join(folder, 'block426884-undo.raw'), readFileSync(`${REAL}/block300025-undo.raw`).subarray(0, 100));
    await expect(openQuietly(folder)).rejects.toThrow('block426884-undo.raw: at byte');
  });

  it('refuses a name that says another height than the block', async () => {
    const folder = folderOf({});
    copyFileSync(`${REAL}/block482683.raw`, join(folder, 'block482684.raw'));
    await expect(openQuietly(folder)).rejects.toThrow('at height 482683, and the name of the file 482684');
  });

  it('says so when a file changes after it was checked', async () => {
    const folder = folderOf({});
    const path = join(folder, 'block.raw');
    copyFileSync(`${REAL}/block482683.raw`, path);
    const dataset = await openQuietly(path);
    copyFileSync(`${REAL}/block300025.raw`, path);
    await expect(factsOf(dataset)).rejects.toThrow('the file has changed');
  });
});

describe('files of blocks of a test chain', () => {
  const chain = makeChain(5, 100);

  it('are read in any order and split', async () => {
    const [a, b, c, d, e] = chain.map(bytesOf) as [Buffer, Buffer, Buffer, Buffer, Buffer];
    const folder = folderOf({ '1.raw': Buffer.concat([d, b]), '2.raw': e, '3.raw': Buffer.concat([a, c]) });
    const dataset = await openQuietly(folder, REGTEST);
    const facts = await factsOf(dataset);
    expect(facts.map(({ block }) => block)).toEqual([103, 101, 104, 100, 102]);
    expect(facts.map(({ blockHash }) => blockHash).sort()).toEqual(chain.map((block) => `0x${block.getId()}`).sort());
    expect(facts.every(({ legs }) => legs.length === 1 && legs[0]?.amount === SUBSIDY)).toBe(true);
  });

  it('leave out a branch that lost, and say so', async () => {
    const spent = { tx: chain[0]?.transactions?.[0]?.getId() ?? '', place: 0 };
    const parent = chain[1]?.getId() ?? '';
    const payment = spend(spent, 1n);
    const lost = makeBlock({ parent, height: 102, salt: 9, transactions: [payment] });
    const won = makeBlock({ parent: chain[4]?.getId() ?? '', height: 105, transactions: [payment] });
    const folder = folderOf({
      'all.raw': Buffer.concat([...chain.slice(0, 2), lost, ...chain.slice(2), won].map(bytesOf)),
    });
    const dataset = await openQuietly(folder, REGTEST);
    const facts = await factsOf(dataset);
    expect(facts).toHaveLength(7);
    expect(facts.find(({ hash }) => hash === `0x${payment.getId()}`)?.block).toBe(105);
    expect(dataset.report.skipped.map(({ reason }) => reason)).toEqual(['blocks of branches that lost (1)']);
  });

  it('know the height of a block without one from the name of its file, or from the first block on', async () => {
    const old = makeBlock({ parent: 'ab'.repeat(32) });
    const folder = folderOf({ 'block77.raw': bytesOf(old), 'x.raw': bytesOf(old) });
    const [fact] = await factsOf(await openQuietly(join(folder, 'block77.raw'), REGTEST));
    expect(fact?.block).toBe(77);
    await expect(openQuietly(join(folder, 'x.raw'), REGTEST)).rejects.toThrow(
      'is not known: its coinbase does not tell it',
    );
    const first = makeBlock({});
    const second = makeBlock({ parent: first.getId(), salt: 1 });
    const run = folderOf({ 'a.raw': bytesOf(second), 'b.raw': bytesOf(first) });
    const own = `bip122:${first.getId().slice(0, 32)}`;
    expect((await factsOf(await openQuietly(run, own))).map(({ block }) => block)).toEqual([1, 0]);
    await expect(openQuietly(run, REGTEST)).rejects.toThrow(`this is the first block of ${own}`);
  });

  it('refuse a transaction that two blocks of the chain tell', async () => {
    const payment = spend({ tx: 'ab'.repeat(32), place: 0 }, 1n);
    const first = makeBlock({ height: 10, transactions: [payment] });
    const second = makeBlock({ parent: first.getId(), height: 11, transactions: [payment] });
    const folder = folderOf({ 'all.raw': Buffer.concat([first, second].map(bytesOf)) });
    await expect(openQuietly(folder, REGTEST)).rejects.toThrow(
      `transaction ${payment.getId()} is told differently here and in`,
    );
  });

  it('have to be told their chain, where it is not seen', async () => {
    const bytes = bytesOf(chain[0]);
    const folder = folderOf({ 'plain.raw': bytes, 'framed.dat': framed(bytes, REGTEST_MAGIC) });
    await expect(openQuietly(join(folder, 'plain.raw'))).rejects.toThrow('hardly one of Bitcoin');
    await expect(openQuietly(join(folder, 'framed.dat'))).rejects.toThrow(
      'blocks of more than one chain begin like this',
    );
    await expect(openQuietly(join(folder, 'framed.dat'), BITCOIN)).rejects.toThrow('these are not blocks of');
    await expect(openQuietly(join(folder, 'plain.raw'), BITCOIN)).rejects.toThrow('no block of Bitcoin begins here');
    await expect(openQuietly(join(folder, 'plain.raw'), 'eip155:1')).rejects.toThrow('eip155:1 is none');
    expect((await openQuietly(join(folder, 'framed.dat'), REGTEST)).chains).toEqual([REGTEST]);
  });

  it('are other facts when they are read as of another chain', async () => {
    const folder = folderOf({ 'one.raw': bytesOf(chain[0]) });
    const spaces = await Promise.all([REGTEST, LITECOIN].map(async (as) => (await openQuietly(folder, as)).sha256));
    expect(new Set(spaces).size).toBe(2);
  });

  it('of Litecoin may have an extension block behind them where their size is told', async () => {
    const block = makeBlock({ height: 2_300_000, transactions: [spend({ tx: 'ab'.repeat(32), place: 0 }, 1n)] });
    const bytes = withExtension(block);
    const folder = folderOf({ 'blk00000.dat': framed(bytes, 'fbc0b6db'), 'plain.raw': bytes });
    const dataset = await openQuietly(join(folder, 'blk00000.dat'));
    expect(dataset.chains).toEqual([LITECOIN]);
    expect((await factsOf(dataset)).map(({ hash }) => hash)).toEqual(
      block.transactions?.map((transaction) => `0x${transaction.getId()}`),
    );
    await expect(openQuietly(join(folder, 'plain.raw'), LITECOIN)).rejects.toThrow('the extension block (MWEB)');
  });

  it('of Dogecoin that were mined with those of another chain are refused by what they are', async () => {
    const block = makeBlock({ height: 400_000 });
    block.version = 0x00620102;
    const folder = folderOf({ 'one.raw': bytesOf(block) });
    await expect(openQuietly(folder, DOGECOIN)).rejects.toThrow('mined together with those of another chain (AuxPoW)');
  });

  it('that hold several blocks have no spent outputs beside them', async () => {
    const folder = folderOf({ 'all.raw': Buffer.concat(chain.map(bytesOf)), 'all-undo.raw': '' });
    await expect(openQuietly(folder, REGTEST)).rejects.toThrow('holds 5 blocks, and there are spent outputs beside it');
  });

  it('are told from other files of the folder by name', async () => {
    const folder = folderOf({ 'one.raw': bytesOf(chain[0]), 'notes.txt': 'hello' });
    const { report } = await openQuietly(folder, REGTEST);
    expect(report.skipped).toEqual([
      { name: 'notes.txt', reason: expect.stringContaining('not that of a file of blocks') },
    ]);
  });
});

function framed(block: Uint8Array, magic: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from(magic, 'hex'), size, block]);
}

function bytesOf(block: Block | undefined): Buffer {
  return Buffer.from(block?.toBuffer() ?? []);
}

/** Marks the last transaction as the one that integrates the extension block, and puts one behind. */
function withExtension(block: Block): Buffer {
  const bytes = bytesOf(block);
  const last = Buffer.from(block.transactions?.at(-1)?.toBuffer() ?? []);
  const marked = [last.subarray(0, 4), Buffer.from([0, 8]), last.subarray(4, -4), Buffer.from([0]), last.subarray(-4)];
  return Buffer.concat([bytes.subarray(0, -last.length), ...marked, Buffer.from([1, 2, 3, 4, 5])]);
}
