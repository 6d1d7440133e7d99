import { describe } from 'vitest';
import { findMariaDbObstacle } from '../../../support/wordpress/mariadb.ts';
import { findObstacle } from '../../../support/wordpress/obstacle.ts';
import { testConnected } from './connected-suite.ts';

const obstacle = (await findObstacle()) ?? findMariaDbObstacle();
const reason = obstacle === null ? '' : ` [${obstacle}]`;

describe.skipIf(obstacle !== null)(`a WordPress on MariaDB that is connected to a server${reason}`, () =>
  testConnected({ isOnMariaDb: true }),
);
