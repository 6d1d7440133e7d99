import { describe, it } from 'vitest';
import { durables } from '../durability/durable.ts';
import { expectMidnightTold } from '../durability/midnight.ts';
import { expectVersionsBuilt } from '../durability/versions-property.ts';
import { mongoKind } from '../support/mongodb/server.ts';

const [embedded, mongodb] = durables('versions-long');
/** Where there is no database for it they lie in this process's memory. */
const inDatabase = mongoKind() === 'FerretDB' ? 10_000 : 100_000;

describe.each([
  { ...embedded, visitors: 100_000 },
  { ...mongodb, visitors: inDatabase },
])('on $name', ({ makePlace, visitors }) => {
  describe('another version of a segment, when events arrive and the server is killed while it is built', () => {
    it(`leaves the old one to everybody until it is complete, and is then true of all ${visitors} visitors`, () =>
      expectVersionsBuilt(makePlace(), visitors));
  });

  describe(`${visitors} visitors who leave a segment at one midnight`, () => {
    it('are all told of, once each, with the true instant', () => expectMidnightTold(makePlace(), visitors));
  });
});
