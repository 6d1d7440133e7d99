/** `npm run wordpress:dev`: a WordPress to click through, with the plugin active, on this machine only. It goes when it stops. */
import { packInkling } from '../../../integrations/wordpress/zip.ts';
import { readDevPort } from './dev-port.ts';
import { findObstacle } from './obstacle.ts';
import { openWordPress, type WordPressSite } from './site.ts';

const CRON_EVERY_MS = 20_000;

const POSTS = [
  ['News', 'We moved to the harbour', 'The workshop has a view now.'],
  [
    'Guides',
    'How to look after a knife',
    'Wash it by hand, dry it at once, and keep it away from other knives.',
  ],
  ['Guides', 'How to sharpen a knife', 'Water, a stone, and an angle of fifteen degrees.'],
  ['Recipes', 'Soup for a cold day', 'Onions, stock, and whatever the garden has left.'],
] as const;

async function run(): Promise<void> {
  const obstacle = await findObstacle();
  if (obstacle !== null)
    throw new Error(`[inkling] [wordpress:dev] there can be no WordPress here: ${obstacle}`);
  const site = await openWordPress({ port: readDevPort(process.env.WORDPRESS_PORT) });
  await furnish(site);
  // Nothing visits this site but the person, and its one worker cannot call itself.
  const cron = setInterval(() => void site.runCron().catch(() => undefined), CRON_EVERY_MS);
  process.stdout.write(
    [
      `WordPress ${site.version} with Inkling active:`,
      `  Site    ${site.url}/`,
      `  Admin   ${site.url}/wp-admin/admin.php?page=inkling  (user admin, password password)`,
      '  Log out, or open a private window, to be a visitor. Stop with Ctrl+C: nothing of it stays.\n',
    ].join('\n'),
  );
  const stop = async () => {
    clearInterval(cron);
    await site.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

async function furnish(site: WordPressSite): Promise<void> {
  const admin = await site.signIn();
  await admin.uploadPlugin(packInkling());
  await admin.activate('inkling');
  const categories = new Map<string, number>();
  for (const [category, title, text] of POSTS) {
    if (!categories.has(category)) {
      const made = (await admin.rest('/wp/v2/categories', 'POST', { name: category })) as { id: number };
      categories.set(category, made.id);
    }
    const content = `<!-- wp:paragraph --><p>${text}</p><!-- /wp:paragraph -->`;
    const fields = { title, content, status: 'publish', categories: [categories.get(category)] };
    await admin.rest('/wp/v2/posts', 'POST', fields);
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
