import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFullSize } from '../../../support/full-size.ts';
import { findMariaDbObstacle } from '../../../support/wordpress/mariadb.ts';
import { findObstacle } from '../../../support/wordpress/obstacle.ts';
import { runPhpUnit } from '../../../support/wordpress/php.ts';
import { BOOTSTRAP } from '../../../support/wordpress/server.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';

const noWordPress = await findObstacle();
/** Why it is skipped, for its title. */
const because = (obstacle: string | null) => (obstacle === null ? '' : ` [${obstacle}]`);
const SQLITE = ['SQLite', because(noWordPress)] as const;

/** On MariaDB each run sends to a real server, in relay-on-mariadb.test.ts. */
const DATABASES = isFullSize
  ? [SQLITE, ['MariaDB', because(noWordPress ?? findMariaDbObstacle())] as const]
  : [SQLITE];

describe.each(DATABASES)('the relay in PHP on %s%s', (database, reason) => {
  let site: WordPressSite;

  beforeAll(async () => {
    if (reason !== '') return;
    site = await openWordPress({ isOnMariaDb: database === 'MariaDB' });
    await installInkling(site);
  });

  afterAll(() => site?.stop());

  it.skipIf(reason !== '')('signs, waits, keeps and lets go as it says', async () => {
    const folder = join(import.meta.dirname, 'php');
    const { tests } = await runPhpUnit({ bootstrap: BOOTSTRAP, folder, env: site.env, limitMs: 120_000 });
    expect(tests).toBeGreaterThan(50);
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
