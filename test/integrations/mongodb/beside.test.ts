/** What lies beside the store: oddities of its databases, and connections that break. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { type Beside, openBeside } from '../../../integrations/mongodb/beside.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createMongoErasures } from '../../../integrations/mongodb/erasures.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { openDoored } from '../../support/mongodb/doored.ts';
import type { Fate } from '../../support/mongodb/one-at-a-time.ts';

const nextUrl = mongoDatabases('oddities');
const FATES: readonly Fate[] = ['cut before', 'cut after', 'not primary before', 'not primary after'];
const SALT = {
  site: 'st_one' as SiteId,
  day: '2026-01-05',
  createdAt: 7,
  salt: Buffer.alloc(32, 1).toString('base64'),
};

async function open() {
  const { door, env } = await openDoored(nextUrl());
  const beside = await openBeside(env.MONGODB_URL, { primaryMs: 1_500 });
  onTestFinished(async () => {
    door.meet(() => 'pass');
    await beside.close();
    await door.close();
  });
  return { door, ...beside };
}

async function readAll({ erasureLog }: Pick<Beside, 'erasureLog'>): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of erasureLog.readLines()) lines.push(line);
  return lines;
}

describe('the log of erasures on MongoDB', () => {
  for (const name of ['findAndModify', 'insert']) {
    it.each(FATES)(`has a line once whose ${name} met: %s`, async (fate) => {
      const { door, erasureLog } = await open();
      await erasureLog.append('before');
      let isOver = false;
      door.meet((command) => {
        if (isOver || command !== name) return 'pass';
        isOver = true;
        return fate;
      });
      await erasureLog.append('during');
      expect(isOver).toBe(true);
      await erasureLog.append('after');
      expect(await readAll({ erasureLog })).toEqual(['before', 'during', 'after']);
    });
  }

  it('refuses what it cannot write down, in our words', async () => {
    const { door, erasureLog } = await open();
    door.meet((command) => (command === 'insert' ? 'cut before' : 'pass'));
    await expect(erasureLog.append('lost')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/^\[inkling\] \[mongodb\] .+: .+/),
    });
    door.meet(() => 'pass');
    expect(await readAll({ erasureLog })).toEqual([]);
  });

  it('is read page by page to its end', async () => {
    const { client, db } = await connect(nextUrl());
    onTestFinished(() => client.close());
    for (const count of [5, 6]) {
      const erasureLog = createMongoErasures(client.db(`${db.databaseName}_${count}`), 3);
      const lines = Array.from({ length: count }, (_, at) => `${at}`);
      for (const line of lines) await erasureLog.append(line);
      expect(await readAll({ erasureLog })).toEqual(lines);
    }
  });
});

describe('the shelf of salts on MongoDB', () => {
  it.each(FATES)('holds a salt once whose insert met: %s', async (fate) => {
    const { door, salts } = await open();
    let isOver = false;
    door.meet((command) => {
      if (isOver || command !== 'insert') return 'pass';
      isOver = true;
      return fate;
    });
    // Told, or refused and asked for again: it is the one that lies there.
    const put = await salts.put(SALT).catch(() => null);
    expect(isOver).toBe(true);
    expect(await salts.put({ ...SALT, createdAt: 8 })).toEqual(
      put ?? expect.objectContaining({ day: SALT.day }),
    );
    expect(await salts.list()).toHaveLength(1);
  });

  it('refuses in our words while nobody answers', async () => {
    const { door, salts } = await open();
    await door.shut();
    // Each is met as it comes: one that is refused while another is waited for would be an error of nobody's.
    const asks = [salts.list(), salts.put(SALT), salts.destroy(7)];
    await Promise.all(asks.map((ask) => expect(ask).rejects.toMatchObject({ code: 'store_unavailable' })));
    await door.reopen();
    expect(await salts.put(SALT)).toEqual(SALT);
  });
});

it('a database whose name leaves no room for theirs is refused: place, fault, cure', async () => {
  const url = nextUrl().replace(/[^/]+$/, 'x'.repeat(55));
  await expect(openBeside(url)).rejects.toThrow(
    '[inkling] [MONGODB_URL] the name of the database is too long for those beside it: choose one of 54 bytes or fewer',
  );
});
