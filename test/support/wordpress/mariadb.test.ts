import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMariaDbObstacle } from './mariadb.ts';
import { findObstacle } from './obstacle.ts';
import { openWordPress, type WordPressSite } from './site.ts';
import { packTiny } from './tiny-plugins.ts';

const obstacle = (await findObstacle()) ?? findMariaDbObstacle();

describe.skipIf(obstacle !== null)(
  `a WordPress on MariaDB${obstacle === null ? '' : ` [${obstacle}]`}`,
  () => {
    let site: WordPressSite;

    beforeAll(async () => {
      site = await openWordPress({ isOnMariaDb: true });
    });
    afterAll(() => site.stop());

    it('lives on it, and on nothing else', async () => {
      const version = await site.evaluate('global $wpdb; return $wpdb->get_var( "SELECT VERSION()" );');
      expect(version).toMatch(/MariaDB/);
      expect(existsSync(`${site.folder}/wp-content/db.php`)).toBe(false);
      expect((await site.get('/hello-world/')).status).toBe(200);
    });

    it('shows in its dump what a plugin left, and nothing of one that left nothing', async () => {
      const admin = await site.signIn();
      await (await site.get('/')).text();
      const before = await site.dump();
      for (const isForgetful of [false, true]) {
        await admin.uploadPlugin(packTiny({ isForgetful }));
        await admin.activate('tiny');
        await admin.deactivate('tiny');
        await admin.remove('tiny');
        const after = await site.dump();
        if (isForgetful) expect(Object.keys(after.tables)).toContain('wp_tiny');
        else expect(after).toEqual(before);
      }
    });
  },
);
