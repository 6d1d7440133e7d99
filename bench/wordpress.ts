/**
 * What a hit costs a WordPress by each of the ways that lead to the collect path, beside plugins that take their time to
 * start; and what the plugin adds to a page.
 */
import { packInkling } from '../integrations/wordpress/zip.ts';
import { packPlugin } from '../test/support/wordpress/plugin-zip.ts';
import { openWordPress, type WordPressSite } from '../test/support/wordpress/site.ts';
import { tenths } from './load/page-tasks.ts';
import { type BenchRun, compareInRounds, percentile, processCpuMicros, type Report } from './report.ts';

const HITS = 30;
const ROUNDS = 5;
/** About as many as a shop's plugin loads for every request; more of them where a machine does those in no time. */
const CLASSES = 500;
const MOST_CLASSES = 2_000;
/** What other plugins cost at least, and what is aimed at where these would cost less. */
const LEAST_BOOTSTRAP_MS = 40;
const AIMED_AT_MS = 45;
/** By how much a try has more classes than the one before. */
const MORE = 1.25;
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

type Way = 'early' | 'rest' | 'module' | 'direct';

export default async function measureWordPress({ isQuick, say }: BenchRun): Promise<Report> {
  const site = await openWordPress();
  try {
    const admin = await site.signIn();
    await admin.uploadPlugin(packSlowStarter());
    await admin.activate('zz-shop');
    const { bootstrapMs, classes } = await weighDown(site);
    const without = await readFront(site);
    await admin.uploadPlugin(packInkling());
    await admin.activate('inkling');
    const withPlugin = await readFront(site);
    const key = await prepare(site);
    const rounds = isQuick ? 1 : ROUNDS;
    const compare = (way: Way) =>
      compareInRounds({ rounds, ours: () => hit(site, key, way), base: () => hit(site, key, 'rest') });
    const early = await compare('early');
    say(`early ${tenths(early.ours)} ms, REST ${tenths(early.base)} ms`);
    await site.evaluate(`
      update_option( 'inkling_settings', array_merge( Inkling\\Settings::get(), array( 'speed_module' => true ) ) );
      Inkling\\Speed_Module::follow();`);
    const module = await compare('module');
    const direct = await compare('direct');
    say(`module ${tenths(module.ours)} ms, by its own address ${tenths(direct.ours)} ms`);
    return {
      name: 'wordpress',
      figures: {
        bootstrap: { value: tenths(bootstrapMs), unit: 'ms', atLeast: LEAST_BOOTSTRAP_MS },
        early: { value: tenths(early.ours), unit: 'ms' },
        module: { value: tenths(module.ours), unit: 'ms' },
        direct: { value: tenths(direct.ours), unit: 'ms' },
        rest: { value: tenths(early.base), unit: 'ms' },
        earlyOfRest: { value: thousandths(early.ratio), unit: 'ratio', atMost: thousandths(1 / 6) },
        moduleOfRest: { value: thousandths(module.ratio), unit: 'ratio' },
        directOfRest: { value: thousandths(direct.ratio), unit: 'ratio', atMost: thousandths(1 / 15) },
        extraQueries: { value: withPlugin.queries - without.queries, unit: 'queries', atMost: 0 },
        extraScripts: { value: withPlugin.scripts - without.scripts, unit: 'scripts', atMost: 1 },
      },
      notes: [
        `p50 of ${HITS} posts of one event each; medians of ${rounds} rounds, each way alternating with the REST route of the same run`,
        `WordPress ${site.version} on SQLite with PHP's own server (one worker, opcache), beside a plugin of ${classes} classes that loads after Inkling; bootstrap is processor time that it adds to a request`,
        'module: the optional file as a must-use plugin; direct: the same file by its own address, without WordPress',
      ],
    };
  } finally {
    await site.stop();
  }
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Settings that let one machine be many visitors. @returns The write key. */
async function prepare(site: WordPressSite): Promise<string> {
  return (await site.evaluate(`
    update_option( 'inkling_settings', array_merge( Inkling\\Settings::get(), array( 'policy' => 'session', 'trusted_proxies' => array( 'loopback' ) ) ) );
    Inkling\\Storage::publish_settings();
    return Inkling\\Keys::write();`)) as string;
}

let posted = 0;

/** p50 of some hits by one way, ms. */
async function hit(site: WordPressSite, key: string, way: Way): Promise<number> {
  const url = {
    early: `/?inkling=/v1/collect?k=${key}`,
    module: `/?inkling=/v1/collect?k=${key}`,
    direct: `/wp-content/mu-plugins/inkling-speed.php?inkling=/v1/collect?k=${key}`,
    rest: `/wp-json/inkling/v1/collect?k=${key}`,
  }[way];
  const times: number[] = [];
  for (let at = 0; at < HITS; at += 1) {
    posted += 1;
    const item = { i: `bench-${posted}`, n: 'Page Viewed', t: Date.now(), p: { path: '/' }, u: '/' };
    const headers = {
      'content-type': 'text/plain',
      'user-agent': BROWSER,
      'x-forwarded-for': `198.${18 + ((posted >> 8) & 1)}.${posted & 255}.1`,
    };
    const body = JSON.stringify({ ver: 1, s: Date.now(), e: [item] });
    const startedAt = performance.now();
    const answer = await site.get(url, { method: 'POST', headers, body });
    const text = await answer.text();
    times.push(performance.now() - startedAt);
    if (!text.includes('"accepted":1')) throw new Error(`${url} answers ${answer.status}: ${text}`);
  }
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

type Front = { readonly queries: number; readonly scripts: number };

/** The front page, once everything that WordPress keeps of it is there. */
async function readFront(site: WordPressSite): Promise<Front> {
  await (await site.get('/')).text();
  const html = await (await site.get('/')).text();
  const queries = /<!-- queries: (\d+) -->/.exec(html)?.[1];
  if (queries === undefined) throw new Error('the front page does not say how many queries it took');
  return { queries: Number(queries), scripts: html.match(/<script\b[^>]*\bsrc=/g)?.length ?? 0 };
}

/** Has the slow plugin load as many classes as it takes to be slow here. */
async function weighDown(site: WordPressSite): Promise<{ bootstrapMs: number; classes: number }> {
  for (let classes = CLASSES; ; classes = Math.min(MOST_CLASSES, Math.ceil(classes * MORE))) {
    await site.evaluate(`update_option( 'zz_shop_classes', ${classes} );`);
    // PHP compiles each file once.
    await (await site.get('/wp-login.php')).text();
    const times = [await bootstrapOf(site), await bootstrapOf(site), await bootstrapOf(site)];
    const bootstrapMs = percentile(
      times.sort((a, b) => a - b),
      0.5,
    );
    if (bootstrapMs >= AIMED_AT_MS || classes === MOST_CLASSES) return { bootstrapMs, classes };
  }
}

/** Processor time that the slow plugin adds to a request that does nothing else, ms. */
async function bootstrapOf(site: WordPressSite): Promise<number> {
  const pid = (await site.evaluate('return getmypid();')) as number;
  const cost = async (query: string) => {
    const before = processCpuMicros(pid) ?? Number.NaN;
    for (let at = 0; at < HITS; at += 1) await (await site.get(`/wp-login.php${query}`)).text();
    return ((processCpuMicros(pid) ?? Number.NaN) - before) / HITS / 1000;
  };
  const [slow, fast] = [await cost(''), await cost('?zz-shop=off')];
  return slow - fast;
}

/** Loads classes, hooks them in and registers types, as shops do with every request; says at the end how many queries there were. */
function packSlowStarter(): Uint8Array {
  const numbers = Array.from({ length: MOST_CLASSES }, (_, at) => at);
  const files = Object.fromEntries(numbers.map((at) => [`classes/class-${at}.php`, slowClass(at)]));
  return packPlugin('zz-shop', {
    ...files,
    'zz-shop.php': `<?php
/* Plugin Name: A shop that takes its time */
add_action( 'wp_footer', function () { echo '<!-- queries: ' . get_num_queries() . ' -->'; }, PHP_INT_MAX );
if ( isset( $_GET['zz-shop'] ) ) return;
$classes = get_option( 'zz_shop_classes' );
for ( $at = 0; $at < $classes; $at++ ) {
	require __DIR__ . "/classes/class-$at.php";
	$class = "ZZ_Shop_$at";
	( new $class() )->hook();
}
`,
  });
}

function slowClass(at: number): string {
  const methods = Array.from(
    { length: 12 },
    (_, n) =>
      `	public function step_${n}( $value = array() ) { $value['step_${n}'] = strrev( "step ${n} of ${at}" ); return $value; }`,
  );
  return `<?php
class ZZ_Shop_${at} {
	private $settings = array();
	public function hook() {
		add_action( 'init', array( $this, 'start' ), ${at % 20} );
		for ( $n = 0; $n < 12; $n++ ) add_filter( "zz_shop_{$n}_" . ${at % 50}, array( $this, "step_$n" ) );
	}
	public function start() {
		for ( $n = 0; $n < 12; $n++ ) $this->settings = apply_filters( "zz_shop_{$n}_" . ${at % 50}, $this->settings );
		$this->settings = unserialize( serialize( $this->settings ) );
	}
${methods.join('\n')}
}
`;
}
