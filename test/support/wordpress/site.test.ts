import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from './admin.ts';
import { describeWordPress } from './describe.ts';
import { packPlugin } from './plugin-zip.ts';
import { openWordPress, type WordPressSite } from './site.ts';
import { packTiny } from './tiny-plugins.ts';

await describeWordPress('a WordPress of the tests', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    site = await openWordPress({ isPageCached: true });
    admin = await site.signIn();
  });

  afterAll(() => site.stop());

  it('answers with its front page, with posts at pretty addresses and with files', async () => {
    const front = await site.get('/');
    expect([front.status, await front.text()]).toEqual([200, expect.stringContaining('A site of the tests')]);
    const post = await site.get('/hello-world/');
    expect([post.status, await post.text()]).toEqual([200, expect.stringContaining('Hello world!')]);
    const style = await site.get('/wp-includes/css/dashicons.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/css'),
    ]);
    await style.text();
    const nothing = await site.get('/nothing-here/');
    expect([nothing.status, await nothing.text()]).toEqual([404, expect.stringContaining('Page not found')]);
  });

  it('takes a plugin as an administrator gives it one, lets it answer, and removes it', async () => {
    await admin.uploadPlugin(packTiny());
    expect((await site.get('/wp-json/tiny/v1/hit', { method: 'POST' })).status).toBe(404);
    await admin.activate('tiny');
    const answer = await site.get('/wp-json/tiny/v1/hit', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect([answer.status, await answer.json()]).toEqual([200, { got: { a: 1 } }]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([
      { method: 'POST', url: 'https://example.com/hits', asker: 'tiny', isRefused: true },
    ]);
    await admin.uploadPlugin(packTiny());
    await site.runCron('tiny_event');
    expect(await site.evaluate("return get_option( 'tiny_option' );")).toBe('cron ran with x');
    await expect(admin.activate('tiny')).rejects.toThrow('offers no "activate" of tiny');
    await admin.deactivate('tiny');
    await admin.remove('tiny');
    await expect(admin.remove('tiny')).rejects.toThrow('does not offer to delete tiny');
    expect(existsSync(`${site.folder}/wp-content/plugins/tiny`)).toBe(false);
    await expect(site.runCron('tiny_event')).rejects.toThrow('no event of tiny_event is planned');
  });

  it('says of a plugin that it is none, or does not start', async () => {
    await expect(admin.uploadPlugin(new Uint8Array([1, 2, 3]))).rejects.toThrow('Incompatible Archive');
    await expect(admin.uploadPlugin(packPlugin('none', { 'none.php': '<?php' }))).rejects.toThrow(
      'No valid plugins were found',
    );
    await admin.uploadPlugin(
      packPlugin('broken', { 'broken.php': '<?php\n// Plugin Name: Broken\nundefined_function();' }),
    );
    await expect(admin.activate('broken')).rejects.toThrow('triggered a fatal error');
    await admin.remove('broken');
    expect(site.complaints()).toEqual([expect.stringContaining('undefined function undefined_function()')]);
    site.forgetComplaints();
  });

  it('lets requests to this machine through, refuses all others, and writes down who asked', async () => {
    const server = createServer((_, answer) => answer.end('pong')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const codes = await site.evaluate(`
      $code = fn( $answer ) => is_wp_error( $answer ) ? $answer->get_error_code() : wp_remote_retrieve_body( $answer );
      return array(
        $code( wp_remote_get( 'http://127.0.0.1:${port}/ping' ) ),
        $code( wp_remote_post( 'https://example.com/collect' ) ),
        $code( wp_remote_get( home_url( '/wp-json/' ) ) ),
      );`);
    server.close();
    expect(codes).toEqual(['pong', 'inkling_lab_refused', 'inkling_lab_refused']);
    expect(site.requests().slice(-3)).toEqual([
      { method: 'GET', url: `http://127.0.0.1:${port}/ping`, asker: null, isRefused: false },
      { method: 'POST', url: 'https://example.com/collect', asker: null, isRefused: true },
      { method: 'GET', url: `${site.url}/wp-json/`, asker: null, isRefused: true },
    ]);
  });

  it('keeps the mails that it would send', async () => {
    expect(await site.evaluate("return wp_mail( 'ada@example.com', 'A subject', 'A text' );")).toBe(true);
    expect(site.mails()).toEqual([
      expect.stringMatching(/To: ada@example\.com[\s\S]*A subject[\s\S]*A text/),
    ]);
  });

  it('answers anonymous readers with saved pages, and nobody else', async () => {
    const { url } = await admin.createPost({ title: 'A page to be saved', content: 'first words' });
    const path = new URL(url).pathname;
    const read = async () => {
      const answer = await site.get(path);
      return [answer.headers.get('x-page-cache'), /(first|other) words/.exec(await answer.text())?.[1]];
    };
    expect([await read(), await read()]).toEqual([
      ['miss', 'first'],
      ['hit', 'first'],
    ]);
    await site.evaluate(`
      $post = url_to_postid( '${url}' );
      wp_update_post( array( 'ID' => $post, 'post_content' => 'other words' ) );`);
    expect(await read()).toEqual(['hit', 'first']);
    const signedIn = await admin.send(path);
    expect([signedIn.headers.get('x-page-cache'), await signedIn.text()]).toEqual([
      null,
      expect.stringContaining('other words'),
    ]);
    site.emptyPageCache();
    expect(await read()).toEqual(['miss', 'other']);
  });

  it('has users who see of the admin what is theirs', async () => {
    const id = await admin.createUser({
      user: 'editor',
      email: 'editor@example.com',
      password: 'a password',
      role: 'editor',
    });
    const editor = await site.signIn({ user: 'editor', password: 'a password' });
    expect((await editor.get('/wp-admin/edit.php')).status).toBe(200);
    await expect(editor.get('/wp-admin/plugins.php')).rejects.toThrow('not allowed');
    expect(await editor.rest('/wp/v2/users/me')).toMatchObject({ id });
    await expect(site.signIn({ user: 'editor', password: 'another' })).rejects.toThrow('is not let in');
  });

  it('says what PHP complains about, and where code broke off', async () => {
    expect(site.complaints()).toEqual([]);
    await expect(site.evaluate("throw new Exception( 'broken' );")).rejects.toThrow('broken');
    await site.evaluate('return $undefined;');
    expect(site.complaints()).toEqual([expect.stringContaining('Undefined variable $undefined')]);
  });
});

await describeWordPress('a WordPress of the tests with several workers', () => {
  it('asks itself, and nobody else', async () => {
    const site = await openWordPress({ workers: 2 });
    const server = createServer((_, answer) => answer.end('pong')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const codes = await site.evaluate(`
        $code = fn( $answer ) => is_wp_error( $answer ) ? $answer->get_error_code() : wp_remote_retrieve_response_code( $answer );
        return array(
          $code( wp_remote_get( home_url( '/wp-json/' ) ) ),
          $code( wp_remote_get( 'http://127.0.0.1:${port}/ping' ) ),
          $code( wp_remote_get( 'https://example.com/' ) ),
        );`);
      expect(codes).toEqual([200, 'inkling_lab_refused', 'inkling_lab_refused']);
    } finally {
      server.close();
      await site.stop();
    }
  });
});
