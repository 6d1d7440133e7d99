import { DAY, HOUR, MINUTE, START } from '../brute/world.ts';
import {
  featureNamed,
  featureUsed,
  limitReached,
  pageViewed,
  signedIn,
  signedUp,
  subscription,
  trial,
  userAdded,
} from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const TRIAL = { template: 'trial-active' };
const DORMANT = { template: 'trial-dormant' };
const LIMIT = { template: 'limit-reached-quiet' };
const BACK = { template: 'back-after-limit' };
const STUCK = { template: 'onboarding-stuck' };
const FREQUENT = { template: 'frequent-user' };
const RECENT = { template: 'recent-adopter' };
const ADOPTED = { template: 'feature-adopted' };
const EXPANSION = { template: 'expansion-candidate' };
const CHURN = { template: 'churn-risk' };

const started = trial('Started', START);
const ended = trial('Ended', START);
const used = featureUsed('export');
const colleague = [...at(START, subscription('Started')), ...repeated(2, HOUR, START + DAY, limitReached())];

export const SAAS: readonly Story[] = [
  {
    ...TRIAL,
    kind: 'positive',
    title: 'a trial in which something was used in the last three days',
    log: [...at(START, started), ...at(START + DAY, used)],
    answers: [...turns(START + DAY), ...ends(START + 4 * DAY)],
  },
  {
    ...TRIAL,
    kind: 'negative',
    title: 'a trial that ended, or became a subscription',
    log: [
      ...at(START, started),
      ...at(START + HOUR, subscription('Started')),
      ...at(START + DAY, ended, used),
    ],
    answers: stays(START + DAY + 1000),
  },
  {
    ...TRIAL,
    kind: 'near miss',
    title: 'somebody who only signed in',
    log: [...at(START, started), ...at(START + DAY, signedIn())],
    answers: stays(START + DAY),
  },
  {
    ...TRIAL,
    kind: 'near miss',
    title: 'used it a millisecond after the trial was 30 days old',
    log: [...at(START, started), ...at(START + 30 * DAY, used)],
    answers: stays(START + 30 * DAY),
  },
  {
    ...DORMANT,
    kind: 'positive',
    title: 'nothing for three days, until the trial is 30 days old',
    log: at(START, started),
    answers: [...turns(START + 3 * DAY), ...ends(START + 30 * DAY)],
  },
  {
    ...DORMANT,
    kind: 'negative',
    title: 'somebody who uses it, and somebody whose trial ended',
    log: [...at(START, started), ...repeated(3, DAY, START + DAY, used), ...at(START + 5 * DAY, ended)],
    answers: [...stays(START + 4 * DAY), ...stays(START + 9 * DAY)],
  },
  {
    ...DORMANT,
    kind: 'near miss',
    title: 'back at the millisecond at which the three days are over',
    log: [...at(START, started), ...at(START + 3 * DAY, signedIn())],
    answers: stays(START + 3 * DAY),
  },
  {
    ...LIMIT,
    kind: 'positive',
    title: 'three days after the last page that followed the limit; a renewal is no answer',
    log: [
      ...at(START, used, limitReached(), pageViewed('/projects')),
      ...at(START + DAY, subscription('Renewed')),
    ],
    answers: [...turns(START + 2000 + 3 * DAY), ...ends(START + 1000 + 14 * DAY)],
  },
  {
    ...LIMIT,
    kind: 'negative',
    title: 'somebody who subscribed upon it',
    log: [...at(START, limitReached()), ...at(START + HOUR, subscription('Started'))],
    answers: [...stays(START + 3 * DAY), ...stays(START + HOUR + 3 * DAY)],
  },
  {
    ...LIMIT,
    kind: 'near miss',
    title: 'back at the millisecond at which the three days are over',
    log: [...at(START, limitReached()), ...at(START + 3 * DAY, used)],
    answers: stays(START + 3 * DAY),
  },
  {
    ...BACK,
    kind: 'positive',
    title: 'back a day after the limit, until the limit is two weeks old',
    log: [
      ...at(START, started, limitReached(), pageViewed('/projects')),
      ...at(START + 1000 + DAY + 1, pageViewed('/')),
    ],
    answers: [...turns(START + 1000 + DAY + 1), ...ends(START + 1000 + 14 * DAY)],
  },
  {
    ...BACK,
    kind: 'negative',
    title: 'somebody who subscribed in between',
    log: [
      ...at(START, started, limitReached()),
      ...at(START + HOUR, subscription('Started')),
      ...at(START + 2 * DAY, pageViewed('/')),
    ],
    answers: stays(START + 2 * DAY),
  },
  {
    ...BACK,
    kind: 'near miss',
    title: 'back at the millisecond at which the day is over',
    log: [...at(START, started, limitReached()), ...at(START + 1000 + DAY, pageViewed('/'))],
    answers: stays(START + 1000 + DAY),
  },
  {
    ...STUCK,
    kind: 'positive',
    title: 'a day after signing up, two uses and no third, for two weeks',
    log: at(START, signedUp(), used, used),
    answers: [...turns(START + DAY), ...ends(START + 14 * DAY)],
  },
  {
    ...STUCK,
    kind: 'negative',
    title: 'somebody who never signed up',
    log: at(START, pageViewed('/'), signedIn()),
    answers: stays(START + DAY),
  },
  {
    ...STUCK,
    kind: 'near miss',
    title: 'the third use comes at the millisecond at which the day is over',
    log: [...at(START, signedUp(), used, used), ...at(START + DAY, used)],
    answers: stays(START + DAY),
  },
  {
    ...FREQUENT,
    kind: 'positive',
    title: 'eight visits with a use in two weeks, until the first is two weeks old',
    log: repeated(8, DAY, START, used),
    answers: [...turns(START + 7 * DAY), ...ends(START + 14 * DAY)],
  },
  {
    ...FREQUENT,
    kind: 'negative',
    title: 'somebody who only looks at the pages',
    log: repeated(10, DAY, START, pageViewed('/pricing')),
    answers: stays(START + 9 * DAY),
  },
  {
    ...FREQUENT,
    kind: 'near miss',
    title: 'the eighth use a millisecond too early to be another visit',
    log: [...repeated(7, DAY, START, used), ...at(START + 6 * DAY + 30 * MINUTE - 1, used)],
    answers: stays(START + 6 * DAY + 30 * MINUTE - 1),
  },
  {
    ...RECENT,
    kind: 'positive',
    title: 'the third use of something new, until the first is two weeks old',
    log: repeated(3, DAY, START, used),
    answers: [...turns(START + 2 * DAY), ...ends(START + 14 * DAY)],
  },
  {
    ...RECENT,
    kind: 'positive',
    title: 'features by name, beside one used of old',
    log: [
      ...at(START - 60 * DAY, featureNamed('Import'), featureUsed('share')),
      ...repeated(3, DAY, START, featureNamed('Export')),
    ],
    answers: turns(START + 2 * DAY),
  },
  {
    ...RECENT,
    kind: 'negative',
    title: 'a feature that was used two months ago',
    log: [...at(START - 60 * DAY, used), ...repeated(3, DAY, START, used)],
    answers: stays(START + 2 * DAY),
  },
  {
    ...RECENT,
    kind: 'near miss',
    title: 'two uses of one feature and one of another',
    log: [...repeated(2, DAY, START, used), ...at(START + 2 * DAY, featureUsed('share'))],
    answers: stays(START + 2 * DAY),
  },
  {
    ...ADOPTED,
    kind: 'positive',
    title: 'ten uses in 30 days, until the first is 30 days old',
    log: repeated(10, 2 * DAY, START, used),
    answers: [...turns(START + 18 * DAY), ...ends(START + 30 * DAY)],
  },
  {
    ...ADOPTED,
    kind: 'negative',
    title: 'many features, none of them often',
    log: Array.from({ length: 20 }, (_, n) => n).flatMap((n) =>
      at(START + n * DAY, featureUsed(`f${n % 4}`)),
    ),
    answers: stays(START + 19 * DAY),
  },
  {
    ...ADOPTED,
    kind: 'near miss',
    title: 'nine uses by name and one of another name',
    log: [...repeated(9, DAY, START, featureNamed('Export')), ...at(START + 9 * DAY, featureNamed('Import'))],
    answers: stays(START + 9 * DAY),
  },
  {
    ...EXPANSION,
    kind: 'positive',
    title: 'at the limit twice in 30 days on a paid plan',
    log: [...at(START, subscription('Started')), ...repeated(2, DAY, START + DAY, limitReached())],
    answers: [...turns(START + 2 * DAY), ...ends(START + 31 * DAY)],
  },
  {
    ...EXPANSION,
    kind: 'positive',
    title: 'a member whose colleague pays and reached the limit',
    log: at(START + DAY, pageViewed('/projects')),
    answers: turns(START + DAY + HOUR),
    more: { accountFacts: {}, accountEntries: [...colleague, ...at(START + DAY, pageViewed('/projects'))] },
  },
  {
    ...EXPANSION,
    kind: 'negative',
    title: 'a subscription that was cancelled',
    log: [
      ...at(START, subscription('Started'), subscription('Cancelled')),
      ...repeated(3, DAY, START + DAY, userAdded()),
    ],
    answers: stays(START + 3 * DAY),
  },
  {
    ...EXPANSION,
    kind: 'near miss',
    title: 'one user and one limit short',
    log: [
      ...at(START, subscription('Renewed'), limitReached()),
      ...repeated(2, DAY, START + DAY, userAdded()),
    ],
    answers: stays(START + 2 * DAY),
  },
  {
    ...CHURN,
    kind: 'positive',
    title: 'ten uses, then two weeks of nothing, while it is paid for, also after a return',
    log: [
      ...at(START, subscription('Cancelled'), subscription('Started')),
      ...repeated(10, DAY, START + DAY, used),
    ],
    answers: [...turns(START + 24 * DAY), ...ends(START + 43 * DAY)],
  },
  {
    ...CHURN,
    kind: 'negative',
    title: 'somebody who has left already',
    log: [
      ...at(START, subscription('Started')),
      ...repeated(10, DAY, START + DAY, used),
      ...at(START + 20 * DAY, subscription('Cancelled')),
    ],
    answers: stays(START + 24 * DAY),
  },
  {
    ...CHURN,
    kind: 'near miss',
    title: 'the third use of these two weeks',
    log: [
      ...at(START, subscription('Started')),
      ...repeated(10, DAY, START + DAY, used),
      ...repeated(3, DAY, START + 20 * DAY, used),
    ],
    answers: stays(START + 24 * DAY),
  },
];
