import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBotFilter } from '../../../../core/collect/bots.ts';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { runPhp } from '../../../support/wordpress/php.ts';
import { type PluginFolder, unpackInkling } from './plugin-folder.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const PEOPLE = [
  `${WINDOWS} Chrome/130.0.0.0 Safari/537.36`,
  `${WINDOWS} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.2849.68`,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
];
const ROBOTS = [
  '',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  `${WINDOWS} HeadlessChrome/130.0.0.0 Safari/537.36`,
  'curl/8.5.0',
  'python-requests/2.32.3',
  'Mozilla/5.0',
  'Mozilla/5.0 (compatible)',
  'Mozilla/4.0 (compatible;Some 1.0-x/2.1)',
  'WordPress/6.8; https://example.org',
  'Wget/1.21.4',
  'PostmanRuntime/7.42.0',
  'node',
  'a~b',
];

await describeWordPress('robots', () => {
  let plugin: PluginFolder;

  beforeAll(() => {
    plugin = unpackInkling();
  });

  afterAll(() => plugin.remove());

  it('are the same to PHP as to the server', async () => {
    const agents = [...PEOPLE, ...ROBOTS];
    const code = `
      define( 'INKLING_COLLECT', true );
      require $argv[1] . '/includes/collect/load.php';
      $agents = json_decode( stream_get_contents( STDIN ), true );
      echo json_encode( array_map( array( 'Inkling\\\\Collect\\\\Bots', 'is_bot' ), $agents ) );`;
    const said = await runPhp({ code, args: [plugin.path], input: JSON.stringify(agents) });
    const filter = createBotFilter();
    expect(JSON.parse(said)).toEqual(agents.map((agent) => filter.isBot(agent)));
    expect(PEOPLE.map((agent) => filter.isBot(agent))).not.toContain(true);
    expect(ROBOTS.filter((agent) => filter.isBot(agent)).length).toBeGreaterThan(10);
  });
});
