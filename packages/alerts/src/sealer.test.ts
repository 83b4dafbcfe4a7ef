import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadInstallationKey } from './installation-key.ts';
import { createSealer } from './sealer.ts';

describe('sealed secrets', () => {
  const sealer = createSealer(randomBytes(32));

  it('open again to what they were, and look different each time', () => {
    const [one, two] = [sealer.sealSecret('whsec_abc', 'ep_1'), sealer.sealSecret('whsec_abc', 'ep_1')];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('whsec_abc')).toBe(false);
    expect(sealer.openSecret(one, 'ep_1')).toBe('whsec_abc');
    expect(sealer.openSecret(two, 'ep_1')).toBe('whsec_abc');
  });

  it('do not open with another key, for another endpoint, or with any byte changed', () => {
    const sealed = sealer.sealSecret('whsec_abc', 'ep_1');
    expect(() => createSealer(randomBytes(32)).openSecret(sealed, 'ep_1')).toThrow('does not open');
    expect(() => sealer.openSecret(sealed, 'ep_2')).toThrow('does not open');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed.readUInt8(at) ^ 1) & 0xff, at);
      expect(() => sealer.openSecret(changed, 'ep_1')).toThrow('does not open');
    }
    expect(() => sealer.openSecret(sealed.subarray(0, 10), 'ep_1')).toThrow('does not open');
  });

  it('refuses a key that is too short', () => {
    expect(() => createSealer(randomBytes(16))).toThrow('16 bytes instead of 32');
  });
});

describe('the installation key', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'fundtrail-key-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is made once, readable by nobody else, and the same for all who start together', async () => {
    const keyFile = join(home, 'data', 'secret.key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadInstallationKey({ keyFile })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await loadInstallationKey({ keyFile })).equals(keys[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('comes from the environment when given there, in base64 or hex, without touching the file', async () => {
    const key = randomBytes(32);
    const keyFile = join(home, 'secret.key');
    for (const secretKey of [key.toString('base64'), key.toString('hex')]) {
      expect((await loadInstallationKey({ secretKey, keyFile })).equals(key)).toBe(true);
    }
    await expect(readFile(keyFile)).rejects.toThrow('ENOENT');
  });

  it('is refused when it is short or others may read it', async () => {
    const keyFile = join(home, 'secret.key');
    await expect(loadInstallationKey({ secretKey: 'c2hvcnQ=', keyFile })).rejects.toThrow('FUNDTRAIL_SECRET_KEY');
    await writeFile(keyFile, randomBytes(32).toString('base64'));
    await chmod(keyFile, 0o644);
    await expect(loadInstallationKey({ keyFile })).rejects.toThrow('others may read the key file');
  });
});
