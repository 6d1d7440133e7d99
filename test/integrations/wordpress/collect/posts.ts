/** Posts as the plugin's pages send them, to a WordPress of the tests. */
import type { WordPressSite } from '../../../support/wordpress/site.ts';

export const BROWSER = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  'accept-language': 'en-US,en;q=0.9',
  'content-type': 'text/plain',
} as const;

export type Way = 'early' | 'rest' | 'direct';

/** Where each way begins; the tracker's own path goes behind it. */
const BEGINNINGS: Readonly<Record<Way, string>> = {
  early: '/?inkling=',
  rest: '/wp-json/inkling',
  direct: '/wp-content/mu-plugins/inkling-speed.php?inkling=',
};

export type Poster = {
  /** An item of now. */
  item(name: string, properties?: object): object;
  /** Posts an envelope. */
  collect(items: readonly object[], more?: object, headers?: Record<string, string>): Promise<Posted>;
  /** Posts any text to any path of the wire. */
  send(path: string, body: string, headers?: Record<string, string>): Promise<Posted>;
};

export type Posted = { readonly status: number; readonly body: Answered };

export type Answered = {
  readonly accepted?: number;
  readonly refused?: readonly { readonly at: string; readonly code: string }[];
  readonly st?: {
    readonly u: string;
    readonly n: number;
    readonly r: readonly unknown[][];
    readonly d: readonly unknown[][];
  };
  readonly go?: readonly string[];
  readonly error?: { readonly code: string; readonly hint: string };
};

/** @param base Of a site of a network: its path, without a slash at its end. */
export function posterTo(site: WordPressSite, key: string, { way = 'early' as Way, base = '' } = {}): Poster {
  let made = 0;
  const run = Math.random().toString(16).slice(2);
  const send: Poster['send'] = async (path, body, headers = {}) => {
    const url = `${base}${BEGINNINGS[way]}${path}?k=${key}`;
    const answer = await site.get(url, { method: 'POST', body, headers: { ...BROWSER, ...headers } });
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) as Answered };
    } catch {
      throw new Error(
        `${url} answers ${answer.status}: ${text.slice(0, 500)}\n${site.complaints().join('\n')}`,
      );
    }
  };
  return {
    send,
    item: (n, p = {}) => {
      made += 1;
      return { i: `${run}-${made}`, n, t: Date.now(), p, u: '/hello-world/' };
    },
    collect: (items, more = {}, headers = {}) =>
      send('/v1/collect', JSON.stringify({ ver: 1, s: Date.now(), e: items, ...more }), headers),
  };
}

/** The plugin in a site, with the settings that a test asks for. */
export async function setUp(
  site: WordPressSite,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return (await site.evaluate(`
    update_option( 'inkling_settings', array_merge( \\Inkling\\Settings::get(), json_decode( '${JSON.stringify(settings)}', true ) ) );
    add_filter( 'inkling_rules', function ( $rules ) { return $rules; } );
    \\Inkling\\Storage::publish_settings();
    return \\Inkling\\Keys::write();`)) as string;
}
