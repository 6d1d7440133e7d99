import { describe, it } from 'vitest';
import { durables } from './durable.ts';
import { expectMidnightTold } from './midnight.ts';
import { expectVersionsBuilt } from './versions-property.ts';

describe.each(durables('versions'))('on $name', (durable) => {
  describe('another version of a segment, when events arrive and the server is killed while it is built', () => {
    it('leaves the old one to everybody until it is complete, and is then true of all 2,000 visitors', () =>
      expectVersionsBuilt(durable.makePlace(), 2_000));
  });

  describe('visitors who leave a segment at one midnight', () => {
    it('are all told of, once each, with the true instant', () =>
      expectMidnightTold(durable.makePlace(), 2_000));
  });
});
