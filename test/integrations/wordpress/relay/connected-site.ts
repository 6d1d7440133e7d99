/** A real WordPress with the plugin, and a real server behind a middleman: connected as the settings page does it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../../support/app-process.ts';
import { neutralEnvironment } from '../../../support/neutral-environment.ts';
import { BOOTSTRAP } from '../../../support/wordpress/server.ts';
import { openWordPress, type SiteOptions, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';
import { type Middleman, openMiddleman } from './middleman.ts';

export type ConnectedSite = {
  readonly site: WordPressSite;
  readonly app: App;
  /** Kills the server, and starts another with what the first has left. */
  restart(): Promise<void>;
  install(): Promise<void>;
  readonly way: Middleman;
  connect(): Promise<void>;
  /** As the counting does it with lines of the buffer. */
  take(lines: readonly unknown[]): Promise<void>;
  /** Cron sends, whatever it was told to wait for. */
  relay(): Promise<void>;
  pull(): Promise<void>;
  status(): Promise<Status>;
  /** Ids of the events that the server has of a visitor. */
  eventsOf(visitor: string): Promise<readonly string[]>;
  /** A PHP of its own that sends; killed when the answer is on its way. */
  killWhileSending(): Promise<void>;
  stop(): Promise<void>;
};

export type Status = {
  readonly connected: boolean;
  readonly last_success: number;
  readonly last_error: string;
  readonly waiting: number;
  readonly dead: number;
  readonly dropped: Readonly<Record<string, number>>;
};

/** While it is there, WordPress waits for no answer: none comes. */
const HURRY = 'wp-content/inkling-hurry';

/** A loopback is no place for a server, unless the site's owner says so. A busy machine is no server that is away. */
const MUST_USE = `<?php
add_filter( 'inkling_allows_private_server', '__return_true' );
add_filter( 'http_request_args', static function ( $args, $url ) {
	if ( str_contains( $url, '/platforms/wordpress' ) ) {
		$args['timeout'] = file_exists( ABSPATH . '${HURRY}' ) ? 1 : 60;
	}
	return $args;
}, 10, 2 );
`;

/** @example const world = await openConnectedSite(); afterAll(world.stop); */
export async function openConnectedSite({
  isInstalled = true,
  ...options
}: SiteOptions & { readonly isInstalled?: boolean } = {}): Promise<ConnectedSite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-relay-'));
  const [site, first] = await Promise.all([openWordPress(options), startApp({ dataDir })]);
  let app = first;
  const middleman = await openMiddleman(app.url);
  const hurry = join(site.folder, HURRY);
  const way: Middleman = {
    ...middleman,
    become: (weather) => {
      if (weather === 'held') writeFileSync(hurry, '');
      else rmSync(hurry, { force: true });
      middleman.become(weather);
    },
  };
  writeFileSync(join(site.folder, 'wp-content/mu-plugins/inkling-test-relay.php'), MUST_USE);
  const install = () => installInkling(site);
  if (isInstalled) await install();
  const call = (code: string) => site.evaluate(code);
  return {
    site,
    get app() {
      return app;
    },
    way,
    install,
    restart: async () => {
      await app.kill();
      app = await startApp({ dataDir });
      way.lead(app.url);
    },
    connect: async () => {
      const keys = { server: way.url, write_key: app.demo.writeKey, secret_key: app.demo.secretKey };
      await call(`update_option( 'inkling_connection', ${php(keys)}, false );`);
    },
    take: async (lines) => {
      await call(`do_action( 'inkling_buffer_taken', ${php(lines)} );`);
    },
    relay: async () => {
      await call(`Inkling\\Relay_State::note( array( 'next' => 0 ) );`);
      await site.runCron('inkling_relay');
    },
    pull: () => site.runCron('inkling_bundle'),
    status: async () => (await call('return Inkling\\Relay::status();')) as Status,
    eventsOf: async (visitor) => {
      const answer = await fetch(`${app.url}/v1/visitors/${visitor}/events`, {
        headers: { authorization: `Bearer ${app.demo.secretKey}` },
      });
      if (answer.status === 404) return [];
      const { items } = (await answer.json()) as { items: { id: string; type: string }[] };
      return items.filter(({ type }) => type === 'event').map(({ id }) => id);
    },
    killWhileSending: async () => {
      way.become('held');
      const code = `require '${BOOTSTRAP}'; remove_all_filters( 'http_request_args' ); Inkling\\Relay_State::note( array( 'next' => 0 ) ); Inkling\\Relay::run();`;
      const child = spawn('/usr/bin/php', ['-r', code], {
        env: { ...neutralEnvironment(), ...site.env },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await way.held();
      child.kill('SIGKILL');
      await ended;
      way.become('fair');
    },
    stop: async () => {
      await way.stop();
      await app.stop();
      await site.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A value as PHP reads it. */
function php(value: unknown): string {
  return `json_decode( base64_decode( '${Buffer.from(JSON.stringify(value)).toString('base64')}' ), true )`;
}
