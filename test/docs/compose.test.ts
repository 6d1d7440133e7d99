import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { USUAL_PATIENCE } from '../../apps/server/patience.ts';
import { HEARTBEAT_MS } from '../../apps/server/stream.ts';
import { ROOT } from '../support/source-tree.ts';

const file = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
const [, balancer = ''] = file.split(/^configs:$/m);

/** Seconds that stand behind a word of the file. */
const secondsOf = (word: string) => Number(new RegExp(`\\b${word}:? (\\d+)s\\b`).exec(file)?.[1]);

const image = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const taken = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');

const seen = readFileSync(join(ROOT, 'apps/server/seen.ts'), 'utf8');

describe('the image', () => {
  it('gets every file of the top folder that it copies, and with them what the tsconfig files in it go by', () => {
    const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'tsconfig.json', 'core']),
    );
    expect(copied.filter((name) => !taken.includes(`!${name}`))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  it('builds the image once: two services that build one name at once fail each other', () => {
    expect(file.match(/^ *build:/gm)).toHaveLength(1);
    expect(file).toContain('pull_policy: never');
  });

  it('gives a server the time that it takes to stop', () => {
    expect(secondsOf('stop_grace_period') * 1_000).toBeGreaterThan(2 * USUAL_PATIENCE.drainMs);
  });

  it('gives each server a folder of its own', () => {
    const folders = [...file.matchAll(/- ?(inkling-\d):\/data|\[(inkling-\d):\/data\]/g)];
    expect(folders.map(([, one, two]) => one ?? two)).toEqual(['inkling-1', 'inkling-2']);
  });

  it('shows a variable of nginx to nginx, and none of them to Compose', () => {
    const variables = [...balancer.matchAll(/\$+[a-z_]+/g)].map(([name]) => name);
    expect(variables).toContain('$$remote_addr');
    expect(variables.filter((name) => !/^\$\$[a-z]/.test(name))).toEqual([]);
  });

  it('keeps addresses and bodies of visitors nowhere', () => {
    expect(balancer).toContain('access_log off;');
    expect(balancer).toMatch(/error_log \S+ crit;/);
    expect(file).toContain('tmpfs: [/var/cache/nginx]');
  });

  it.each([
    ['compose.yaml', 'compose.yaml', /proxy_set_header (\S+) "";/g],
    ['nginx', 'docs/install.md', /proxy_set_header (\S+) "";/g],
    ['Caddy', 'docs/install.md', /header_up -(\S+)/g],
  ])('believes nobody who says himself which country he asks from: %s', (_, name, blanked) => {
    const text = readFileSync(join(ROOT, name), 'utf8');
    const gone = [...text.matchAll(blanked)].map(([, header = '']) => header.toLowerCase());
    const believed = [...seen.matchAll(/headers\['([a-z-]*country[a-z-]*)'\]/g)].map(([, header]) => header);
    expect(believed).toHaveLength(2);
    expect(gone).toEqual(expect.arrayContaining(believed));
  });

  it('does not take a quiet stream for a dead one', () => {
    expect(secondsOf('proxy_read_timeout') * 1_000).toBeGreaterThan(2 * HEARTBEAT_MS);
  });

  it('asks each server that it starts, by its name', () => {
    const asked = [...balancer.matchAll(/^ *server (\S+):4700 /gm)].map(([, name]) => name);
    const started = [...file.matchAll(/^ {2}(inkling-\d+):\n {4}<</gm)].map(([, name]) => name);
    expect(asked).toEqual(started);
    expect(asked).toHaveLength(2);
  });
});
