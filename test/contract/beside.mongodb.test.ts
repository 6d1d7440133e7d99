import { type Beside, openBeside } from '../../integrations/mongodb/beside.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { erasureLogContract } from './erasure-log.ts';
import { saltsContract } from './salts.ts';

const nextUrl = mongoDatabases('beside');

async function inDatabase<T>(pick: (beside: Beside) => T) {
  const url = nextUrl();
  const opened: Beside[] = [];
  return {
    open: async () => {
      const beside = await openBeside(url);
      opened.push(beside);
      return pick(beside);
    },
    dispose: async () => {
      for (const beside of opened) await beside.close();
    },
  };
}

saltsContract('mongodb', () => inDatabase(({ salts }) => salts));
erasureLogContract('mongodb', () => inDatabase(({ erasureLog }) => erasureLog));
