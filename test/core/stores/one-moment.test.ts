import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import { createColumns, encodeRest, pushEntry } from '../../../core/stores/codec.ts';
import { openReader, openWriter } from '../../../core/stores/connection.ts';
import { createPhase } from '../../../core/stores/phase.ts';
import { createLogReads } from '../../../core/stores/read-log.ts';
import type { Names } from '../../../core/stores/read-statement.ts';
import { createWriter } from '../../../core/stores/writer.ts';
import { ANNA, BEN, entry, SITE } from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

/** Has something done between the first statement that is read and the next. */
function interrupt(db: DatabaseSync, meanwhile: () => void): DatabaseSync {
  const prepare = db.prepare.bind(db);
  let isFirst = true;
  db.prepare = (sql) =>
    new Proxy(prepare(sql), {
      get: (statement, key) => {
        if (key !== 'all') return Reflect.get(statement, key);
        return (names: Names) => {
          const rows = statement.all(names);
          if (isFirst) meanwhile();
          isFirst = false;
          return rows;
        };
      },
    });
  return db;
}

/** The two connections of an embedded store, without its threads: whoever tests says when which of them does something. */
function openBoth(meanwhile: readonly Entry[]) {
  const databasePath = join(makeDataFolder(), 'inkling.db');
  const reader = openReader(databasePath);
  const databaseFd = openSync(databasePath, 'r+');
  const copier = { copy: () => undefined };
  const settings = { phase: createPhase(), walBytes: 2 ** 30, copier, databasePath, databaseFd };
  const writer = createWriter(openWriter(databasePath, null), settings);
  onTestFinished(() => {
    reader.close();
    writer.close();
    closeSync(databaseFd);
  });
  const commit = (): void => {
    const entries = createColumns();
    for (const one of meanwhile) pushEntry(entries, one, encodeRest(one));
    writer.commit({ operations: [{ kind: 'append', input: meanwhile.length }], entries });
  };
  return createLogReads(interrupt(reader, commit));
}

it('the ids of one visitor are read as of one moment, whatever is committed meanwhile', async () => {
  const { readVisitor } = openBoth([
    entry({ id: 'on the one device', visitor: ANNA }),
    entry({ id: 'then on the other', visitor: BEN }),
  ]);
  const idsOf = async () => (await readVisitor(SITE, [ANNA, BEN])).map(({ id }) => id);
  expect(await idsOf(), 'all of the commit, or nothing of it').toEqual([]);
  expect(await idsOf()).toEqual(['on the one device', 'then on the other']);
});
