import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listMirrors } from './apt-sources.ts';

describe('mirrors of Debian', () => {
  let folder: string;

  const write = (path: string, lines: readonly string[]) =>
    writeFileSync(join(folder, path), lines.join('\n'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-apt-'));
    mkdirSync(join(folder, 'sources.list.d'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read from stanzas, with their keys, and without those of others', () => {
    write('sources.list.d/debian.sources', [
      '# a comment',
      'Types: deb deb-src',
      'URIs: http://mirror.example/debian',
      ' http://second.example/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main contrib',
      'Signed-By: /keys/debian.gpg',
      '',
      'Types: deb',
      'URIs: http://mirror.example/debian-security',
      'Suites: bookworm-security',
      'Components: main',
      '',
      'Types: deb',
      'Enabled: no',
      'URIs: http://off.example/debian',
      'Suites: bookworm',
      'Components: main',
    ]);
    write('sources.list.d/other.sources', [
      'Types: deb',
      'URIs: https://tools.example/apt',
      'Suites: stable-tools',
      'Components: main',
    ]);
    expect(listMirrors(folder)).toEqual([
      { uri: 'http://mirror.example/debian', signedBy: '/keys/debian.gpg' },
      { uri: 'http://second.example/debian', signedBy: '/keys/debian.gpg' },
    ]);
  });

  it('are read from lines, each once', () => {
    write('sources.list', [
      '# deb http://commented.example/debian trixie main',
      'deb [arch=amd64 signed-by=/keys/a.gpg] http://mirror.example/debian trixie main # ours',
      'deb-src http://source.example/debian trixie main',
    ]);
    write('sources.list.d/more.list', [
      'deb [signed-by=/keys/b.gpg] http://mirror.example/debian sid main contrib',
      'deb https://tools.example/linux/debian bookworm stable',
    ]);
    write('sources.list.d/off.list.disabled', ['deb http://off.example/debian trixie main']);
    expect(listMirrors(folder)).toEqual([{ uri: 'http://mirror.example/debian', signedBy: '/keys/a.gpg' }]);
  });

  it('are none where there is no apt', () => {
    expect(listMirrors(join(folder, 'nothing'))).toEqual([]);
  });
});
