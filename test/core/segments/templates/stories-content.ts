import { DAY, MINUTE, START } from '../brute/world.ts';
import { emailOpened, pageEngaged, pageViewed, searched } from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const DEEP = { template: 'deep-reader' };
const RETURNING = { template: 'returning-reader' };
const SEARCHING = { template: 'searching-reader' };
const DRIFTING = { template: 'drifting-reader' };
const EMAIL = { template: 'email-opened-site-inactive' };

const READ = at(
  START,
  pageViewed('/a'),
  pageEngaged(100, 80, 'hidden'),
  pageEngaged(80, 80),
  pageViewed('/b'),
);

export const CONTENT: readonly Story[] = [
  {
    ...DEEP,
    kind: 'positive',
    title: 'five minutes far down on three pages; reports of one page add up',
    log: [...READ, ...at(START + DAY, pageViewed('/c'), pageEngaged(120, 60))],
    answers: [...turns(START + DAY + 1000), ...ends(START + 7 * DAY)],
  },
  {
    ...DEEP,
    kind: 'negative',
    title: 'long on the page, and never far down',
    log: [...READ, ...at(START + DAY, pageViewed('/c'), pageEngaged(900, 30))],
    answers: stays(START + DAY + 1000),
  },
  {
    ...DEEP,
    kind: 'near miss',
    title: 'one second short',
    log: [...READ, ...at(START + DAY, pageViewed('/c'), pageEngaged(119, 60))],
    answers: stays(START + DAY + 1000),
  },
  {
    ...DEEP,
    kind: 'near miss',
    title: 'one page short',
    log: [...READ, ...at(START + DAY, pageViewed('/a'), pageEngaged(120, 60))],
    answers: stays(START + DAY + 1000),
  },
  {
    ...RETURNING,
    kind: 'positive',
    title: 'five pages in three visits, until the first is a week old',
    log: [
      ...at(START, pageViewed('/a'), pageViewed('/b')),
      ...at(START + DAY, pageViewed('/c'), pageViewed('/d')),
      ...at(START + 2 * DAY, pageViewed('/e')),
    ],
    answers: [...turns(START + 2 * DAY), ...ends(START + 7 * DAY)],
  },
  {
    ...RETURNING,
    kind: 'negative',
    title: 'e-mails that were opened are no visits',
    log: [
      ...at(START, ...['/a', '/b', '/c', '/d', '/e'].map(pageViewed)),
      ...repeated(3, DAY, START + DAY, emailOpened()),
    ],
    answers: stays(START + 3 * DAY),
  },
  {
    ...RETURNING,
    kind: 'near miss',
    title: 'the third visit a millisecond too early to be another one',
    log: [
      ...at(START, pageViewed('/a'), pageViewed('/b')),
      ...at(START + DAY, pageViewed('/c'), pageViewed('/d')),
      ...at(START + DAY + 1000 + 30 * MINUTE - 1, pageViewed('/e')),
    ],
    answers: stays(START + DAY + 1000 + 30 * MINUTE - 1),
  },
  {
    ...SEARCHING,
    kind: 'positive',
    title: 'the second search of a visit, until it ends',
    log: at(START, searched('nibs'), pageViewed('/search'), searched('flex nibs')),
    answers: [...turns(START + 2000), ...ends(START + 2000 + 30 * MINUTE)],
  },
  {
    ...SEARCHING,
    kind: 'negative',
    title: 'one search and much reading',
    log: at(START, searched('nibs'), pageViewed('/a'), pageViewed('/b')),
    answers: stays(START + 2000),
  },
  {
    ...SEARCHING,
    kind: 'near miss',
    title: 'the second search begins another visit, by a millisecond',
    log: [...at(START, searched('nibs')), ...at(START + 30 * MINUTE, searched('flex nibs'))],
    answers: stays(START + 30 * MINUTE),
  },
  {
    ...DRIFTING,
    kind: 'positive',
    title: 'four visits, then two weeks of nothing but e-mails, until the first is 60 days old',
    log: [...repeated(4, DAY, START, pageViewed('/a')), ...at(START + 5 * DAY, emailOpened())],
    answers: [...turns(START + 17 * DAY), ...ends(START + 60 * DAY)],
  },
  {
    ...DRIFTING,
    kind: 'negative',
    title: 'somebody who still comes',
    log: repeated(20, 2 * DAY, START, pageViewed('/a')),
    answers: stays(START + 38 * DAY),
  },
  {
    ...DRIFTING,
    kind: 'near miss',
    title: 'one visit short',
    log: repeated(3, DAY, START, pageViewed('/a')),
    answers: stays(START + 16 * DAY),
  },
  {
    ...EMAIL,
    kind: 'positive',
    title: 'two weeks after the last visit, until the opening is two weeks old',
    log: [...at(START, pageViewed('/a')), ...at(START + 10 * DAY, emailOpened())],
    answers: [...turns(START + 14 * DAY), ...ends(START + 24 * DAY)],
  },
  {
    ...EMAIL,
    kind: 'negative',
    title: 'somebody who came upon the e-mail',
    log: [...at(START, pageViewed('/a')), ...at(START + 10 * DAY, emailOpened(), pageViewed('/b'))],
    answers: stays(START + 14 * DAY),
  },
  {
    ...EMAIL,
    kind: 'near miss',
    title: 'back at the millisecond at which the two weeks are over',
    log: [
      ...at(START, pageViewed('/a')),
      ...at(START + 10 * DAY, emailOpened()),
      ...at(START + 14 * DAY, pageViewed('/b')),
    ],
    answers: stays(START + 14 * DAY),
  },
];
