import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFullSize } from '../../../support/full-size.ts';
import { findMariaDbObstacle } from '../../../support/wordpress/mariadb.ts';
import { findObstacle } from '../../../support/wordpress/obstacle.ts';
import { runPhpUnit } from '../../../support/wordpress/php.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';

const BOOTSTRAP = join(import.meta.dirname, '../../../support/wordpress/php/bootstrap.php');

/** A hundred tests in one PHP; on a machine that is busy each takes a good part of a second. */
const LIMIT_MS = 120_000;

const noWordPress = await findObstacle();

const SQLITE = ['SQLite', noWordPress] as const;

/** On MariaDB each run takes the orders, in ../mariadb.test.ts. */
const DATABASES = isFullSize
  ? [SQLITE, ['MariaDB', noWordPress ?? findMariaDbObstacle()] as const]
  : [SQLITE];

describe.each(DATABASES)('the plugin in a shop on %s', (database, obstacle) => {
  let site: WordPressSite;

  beforeAll(async () => {
    if (obstacle !== null) return;
    site = await openWordPress({ isOnMariaDb: database === 'MariaDB' });
    await installInkling(site);
  });

  afterAll(() => site?.stop());

  it.skipIf(obstacle !== null)(
    `hears of orders, carts and buyers as a real shop told of them${obstacle === null ? '' : ` [${obstacle}]`}`,
    async () => {
      const folder = join(import.meta.dirname, 'php');
      const { tests } = await runPhpUnit({ bootstrap: BOOTSTRAP, folder, env: site.env, limitMs: LIMIT_MS });
      expect(tests).toBeGreaterThan(100);
      expect(site.complaints()).toEqual([]);
      expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
    },
    LIMIT_MS,
  );
});
