import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeStart } from '../../apps/server/greeting.ts';
import { readSettings } from '../../apps/server/settings.ts';
import { serve } from '../support/served.ts';
import { bearer, createSite } from '../support/sites.ts';
import { ROOT } from '../support/source-tree.ts';

const TEXT = readFileSync(join(ROOT, 'docs/email.md'), 'utf8');

type Request = { readonly method: string; readonly path: string; readonly body: string | undefined };

/** The curl commands of the page. */
function readRequests(): readonly Request[] {
  const commands = TEXT.replaceAll(' \\\n', ' ')
    .split('\n')
    .filter((line) => line.startsWith('curl '));
  return commands.map((command) => {
    const body = /-d '(.+)'$/.exec(command)?.[1];
    const method = /-X (\w+)/.exec(command)?.[1] ?? (body === undefined ? 'GET' : 'POST');
    return { method, path: /https?:\/\/[^/\s]+(\S+)/.exec(command)?.[1] ?? '', body };
  });
}

describe('the page about e-mail', () => {
  it('has commands that a server takes, in the order in which they stand there', async () => {
    const served = await serve({ env: { INKLING_SMTP_URL: 'sink' } });
    onTestFinished(served.stop);
    const { secretKey } = await createSite(served, { name: 'Heron' });
    const requests = readRequests();
    expect(requests.length).toBeGreaterThan(5);
    for (const { method, path, body } of requests) {
      const headers = bearer(secretKey);
      const answer = await fetch(served.url + path, { method, headers, ...(body !== undefined && { body }) });
      expect([method, path, answer.status]).toEqual([method, path, 200]);
    }
  });

  it('names settings that there are', () => {
    const env = Object.fromEntries(
      [...TEXT.matchAll(/^(INKLING_\w+|PUBLIC_URL)='?([^'\n]+?)'?(?: npm start)?$/gm)].map(
        ([, name = '', value]) => [name, value],
      ),
    );
    expect(Object.keys(env)).toEqual(
      expect.arrayContaining(['INKLING_SMTP_URL', 'INKLING_MAIL_FROM', 'PUBLIC_URL']),
    );
    expect(readSettings(env).mail).toMatchObject({
      server: { host: 'smtp.example.com', tls: 'required' },
      from: { name: 'Heron Shop' },
    });
  });

  it('says of the inbox what the start says of it', async () => {
    const settings = readSettings({ INKLING_SMTP_URL: 'sink' });
    const served = await serve({ env: { INKLING_SMTP_URL: 'sink' } });
    onTestFinished(served.stop);
    const path = /4700(\/dev\/\w+)/.exec(TEXT)?.[1] ?? 'none';
    expect(describeStart(served, settings)).toContain(served.url + path);
    expect(describeStart(served, readSettings({}))).not.toContain(path);
    expect((await fetch(served.url + path)).status).toBe(200);
  });
});
