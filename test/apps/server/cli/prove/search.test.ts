import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holds, idNeedles, searchFolder, textNeedles } from '../../../../../apps/server/cli/prove/search.ts';
import { makeDataFolder } from '../../../../support/data-folder.ts';

const MAIL = 'Canary.4711@nest.example';
const ID = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const raw = Buffer.from(ID, 'hex');
const around = (bytes: Buffer | string) =>
  Buffer.concat([Buffer.from('ab'), Buffer.from(bytes as Buffer), Buffer.from('yz')]);

describe('the search of the trial', () => {
  it.each([
    ['as sent', MAIL],
    ['in lower case', MAIL.toLowerCase()],
    ['in an address', encodeURIComponent(MAIL)],
    ['in hex', Buffer.from(MAIL).toString('hex')],
    ['in base64', Buffer.from(`x${MAIL}`).toString('base64')],
    ['in UTF-16', Buffer.from(MAIL, 'utf16le')],
    ['as a digest without a key', createHash('sha256').update(MAIL).digest()],
    ['as its hex', createHash('sha1').update(MAIL).digest('hex')],
  ])('finds a text %s', (_, bytes) => {
    expect(holds(around(bytes), textNeedles([MAIL]))).toBe(true);
  });

  it.each([
    ['in hex', ID],
    ['in upper case', ID.toUpperCase()],
    ['as bytes', raw],
    ['in base64url', raw.toString('base64url')],
  ])('finds an id %s', (_, bytes) => {
    expect(holds(around(bytes), idNeedles([ID]))).toBe(true);
  });

  it('finds nothing in what has nothing of it', () => {
    const own = [...textNeedles([MAIL]), ...idNeedles([ID])];
    expect(holds(Buffer.from(`canary@nest.example ${ID.slice(1)}`), own)).toBe(false);
  });

  it('looks into every file of a folder and of those in it, and says which', () => {
    const folder = makeDataFolder();
    mkdirSync(join(folder, 'models'), { recursive: true });
    writeFileSync(join(folder, 'a.db-wal'), around(raw));
    writeFileSync(join(folder, 'models/m.bin'), around(ID));
    writeFileSync(join(folder, 'empty'), '');
    expect(searchFolder(folder, idNeedles([ID, 'f'.repeat(32)]))).toEqual({
      files: 3,
      bytes: 20 + 36,
      found: [{ mark: ID, files: expect.arrayContaining(['a.db-wal', join('models', 'm.bin')]) }],
    });
  });
});
