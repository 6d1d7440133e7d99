/** What Segment's repository does around each of its tests: nothing goes out, and no test leaves an answer to the next. */
import nock from 'nock';
import { afterAll, beforeAll, beforeEach } from 'vitest';

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
});

beforeEach(() => nock.cleanAll());

afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});
