/** Each event and each window of the SaaS templates by itself. */
import type { Entry } from '../../../../core/entry.ts';
import { DAY, HOUR, START } from '../brute/world.ts';
import {
  accountCreated,
  featureNamed,
  featureUsed,
  inviteSent,
  limitReached,
  pageViewed,
  type Sent,
  screenViewed,
  signedIn,
  signedUp,
  subscription,
  trial,
  trialConverted,
  userAdded,
} from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const used = featureUsed('export');
const started = trial('Started', START);
const ended = trial('Ended', START);
const BEGUN = [trialConverted(), subscription('Started')];
const PAID = [...BEGUN, subscription('Renewed')];
const ACTIVE = [used, pageViewed('/projects'), screenViewed(), signedIn()];

const near = (template: string, title: string, log: readonly Entry[], t: number): Story => ({
  template,
  kind: 'near miss',
  title,
  log,
  answers: stays(t),
});
const meant = (
  template: string,
  title: string,
  log: readonly Entry[],
  ...answers: (readonly [number, boolean])[]
): Story => ({ template, kind: 'positive', title, log, answers });

const trials = ['trial-active', 'trial-dormant'].flatMap((template) => {
  const use = template === 'trial-active' ? at(START + 28 * DAY, used) : [];
  return [
    ...[ended, ...PAID].map((sent) =>
      near(template, `after ${sent.name}`, [...at(START, started, sent), ...use], START + 28 * DAY),
    ),
    meant(
      template,
      'an earlier trial ended 30 days ago; this one is a second younger',
      [...at(START, ended, started), ...use],
      ...turns(START + 30 * DAY),
      ...ends(START + 30 * DAY + 1000),
    ),
  ];
});

/** The person's own log, or that of a colleague under the same account. */
function ownOrShared(title: string, log: readonly Entry[], answers: Story['answers']): readonly Story[] {
  const kind = answers.some(([, holds]) => holds) ? 'positive' : 'near miss';
  const member = at(START - HOUR, pageViewed('/projects'));
  const shared = { accountFacts: {}, accountEntries: [...member, ...log] };
  const story = { template: 'expansion-candidate', kind, answers } as const;
  return [
    { ...story, title: `${title}: the person`, log },
    { ...story, title: `${title}: a colleague`, log: member, more: shared },
  ];
}

const expansion = [
  ...PAID.flatMap((sent) =>
    ownOrShared(
      `${sent.name}, then two limits`,
      [...at(START, sent), ...repeated(2, DAY, START + DAY, limitReached())],
      [...turns(START + 2 * DAY), ...ends(START + 31 * DAY)],
    ),
  ),
  ...[userAdded(), inviteSent()].flatMap((sent) =>
    ownOrShared(
      `${sent.name} three times`,
      [...at(START, subscription('Started')), ...repeated(3, DAY, START + DAY, sent)],
      [...turns(START + 3 * DAY), ...ends(START + 31 * DAY)],
    ),
  ),
  ...ownOrShared(
    'one user and one limit short',
    [...at(START, subscription('Started'), limitReached()), ...repeated(2, DAY, START + DAY, userAdded())],
    stays(START + 2 * DAY),
  ),
  ...ownOrShared(
    'a second after paying, with the limits from before',
    [...repeated(2, DAY, START, limitReached()), ...at(START + 2 * DAY, subscription('Started'))],
    turns(START + 2 * DAY + 1000),
  ),
  ...ownOrShared('a free plan', repeated(3, DAY, START, limitReached()), stays(START + 2 * DAY)),
  ...ownOrShared(
    'cancelled',
    [
      ...at(START, subscription('Started'), subscription('Cancelled')),
      ...repeated(2, DAY, START + DAY, limitReached()),
    ],
    stays(START + 2 * DAY),
  ),
];

const features = ([featureUsed, featureNamed] as const).flatMap((use) => {
  const [own, other] = use === featureUsed ? [use, featureNamed] : [use, featureUsed];
  const said = use === featureUsed ? 'by id' : 'by name';
  return [
    meant(
      'recent-adopter',
      `features ${said}: until the first use is two weeks old, though three are younger`,
      repeated(4, DAY, START, own('export')),
      ...turns(START + 2 * DAY),
      ...ends(START + 14 * DAY),
    ),
    meant(
      'recent-adopter',
      `features ${said}: what was used a year ago is new again`,
      [...at(START, own('export')), ...repeated(3, 1000, START + 365 * DAY - 10_000, own('export'))],
      ...turns(START + 365 * DAY),
    ),
    meant(
      'recent-adopter',
      `features ${said}: beside older ones that are told otherwise`,
      [...at(START - 60 * DAY, other('import')), ...repeated(3, DAY, START, own('export'))],
      ...turns(START + 2 * DAY),
    ),
    near(
      'recent-adopter',
      `features ${said}: the third use when the first is two weeks old`,
      [...repeated(2, DAY, START, own('export')), ...at(START + 14 * DAY, own('export'))],
      START + 14 * DAY,
    ),
    near(
      'recent-adopter',
      `features ${said}: one that was used of old`,
      [...at(START - 60 * DAY, own('export')), ...repeated(3, DAY, START, own('export'))],
      START + 2 * DAY,
    ),
    meant(
      'feature-adopted',
      `features ${said}: ten uses, until the first is 30 days old`,
      repeated(10, 2 * DAY, START, own('export')),
      ...turns(START + 18 * DAY),
      ...ends(START + 30 * DAY),
    ),
  ];
});

const quiet = (sent: Sent): readonly Story[] => [
  near(
    'trial-dormant',
    `${sent.name} at the millisecond at which the three days are over`,
    [...at(START, started), ...at(START + 3 * DAY, sent)],
    START + 3 * DAY,
  ),
  near(
    'limit-reached-quiet',
    `${sent.name} at the millisecond at which the three days are over`,
    [...at(START, limitReached()), ...at(START + 3 * DAY, sent)],
    START + 3 * DAY,
  ),
];

export const SAAS_EDGES: readonly Story[] = [
  ...trials,
  ...expansion,
  ...features,
  ...ACTIVE.flatMap(quiet),
  meant(
    'trial-dormant',
    'three days after they were last seen',
    [...at(START, started), ...at(START + DAY, signedIn())],
    ...turns(START + 4 * DAY),
  ),
  meant(
    'limit-reached-quiet',
    'of whom nothing is seen but the limit',
    at(START, limitReached()),
    ...turns(START + 3 * DAY),
  ),
  ...BEGUN.map((sent) =>
    near(
      'limit-reached-quiet',
      `after ${sent.name}`,
      [...at(START, limitReached()), ...at(START + 3 * DAY, sent)],
      START + 3 * DAY,
    ),
  ),
  meant(
    'onboarding-stuck',
    'an account instead of a person',
    at(START, accountCreated()),
    ...turns(START + DAY),
  ),
  meant(
    'onboarding-stuck',
    'uses from before slide out',
    [...at(START, used, used, used), ...at(START + 5000, signedUp())],
    ...turns(START + 14 * DAY),
    ...ends(START + 14 * DAY + 5000),
  ),
  near(
    'frequent-user',
    'eight visits and seven uses',
    [...repeated(7, DAY, START, used), ...at(START + 7 * DAY, pageViewed('/projects'))],
    START + 7 * DAY,
  ),
  meant(
    'frequent-user',
    'until one of the visits is two weeks old',
    [
      ...at(START, pageViewed('/')),
      ...repeated(7, DAY, START + DAY, used),
      ...at(START + 7 * DAY + 1000, used),
    ],
    ...turns(START + 7 * DAY + 1000),
    ...ends(START + 14 * DAY),
  ),
  meant(
    'frequent-user',
    'until one of the uses is two weeks old',
    [...repeated(8, DAY, START, used), ...at(START + 8 * DAY, pageViewed('/projects'))],
    ...ends(START + 14 * DAY),
  ),
  ...PAID.map((sent) =>
    meant(
      'churn-risk',
      `${sent.name}, ten uses, and two in the last two weeks`,
      [
        ...at(START, sent),
        ...repeated(10, DAY, START + DAY, used),
        ...repeated(2, DAY, START + 20 * DAY, used),
      ],
      ...turns(START + 24 * DAY),
    ),
  ),
  meant(
    'churn-risk',
    'when the third use of late is two weeks old',
    [
      ...at(START, subscription('Started')),
      ...repeated(10, DAY, START + DAY, used),
      ...repeated(3, DAY, START + 11 * DAY, used),
    ],
    ...turns(START + 25 * DAY),
  ),
  meant(
    'churn-risk',
    'a second after the renewal',
    [...repeated(10, DAY, START + DAY, used), ...at(START + 25 * DAY, subscription('Renewed'))],
    ...turns(START + 25 * DAY + 1000),
  ),
];
