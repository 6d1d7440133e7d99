import { type Fields, readField } from './visit.ts';

export const STEPS = [
  { key: 'contact', name: 'Contact' },
  { key: 'address', name: 'Delivery' },
  { key: 'payment', name: 'Payment' },
] as const;

export type Step = (typeof STEPS)[number];

export const COUNTRIES = [
  'Austria',
  'Belgium',
  'Denmark',
  'France',
  'Germany',
  'Ireland',
  'Italy',
  'Netherlands',
  'Spain',
  'Sweden',
] as const;

export const PAYMENTS = [
  { key: 'demo-card', name: 'Demo card', hint: 'No number is asked for and no money moves.' },
  { key: 'demo-invoice', name: 'Demo invoice', hint: 'It will never come.' },
] as const;

/** One thing the checkout asks for: how it is shown, and when it is right. */
export type Question = {
  readonly step: Step['key'];
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'country' | 'payment';
  /** What the browser may fill in: https://html.spec.whatwg.org/#autofill-field */
  readonly autocomplete: string;
  readonly accepts: (answer: string) => boolean;
  /** Said when it is not right: what to do about it. */
  readonly problem: string;
};

const isText = (answer: string): boolean => answer !== '' && answer.length <= 100;

export const QUESTIONS: readonly Question[] = [
  {
    step: 'contact',
    name: 'name',
    label: 'Full name',
    type: 'text',
    autocomplete: 'name',
    accepts: isText,
    problem: 'Enter the name the parcel is for',
  },
  {
    step: 'contact',
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'email',
    accepts: (answer) => isText(answer) && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(answer),
    problem: 'Enter an e-mail address like name@example.com',
  },
  {
    step: 'address',
    name: 'street',
    label: 'Street and number',
    type: 'text',
    autocomplete: 'street-address',
    accepts: isText,
    problem: 'Enter the street and the house number',
  },
  {
    step: 'address',
    name: 'postcode',
    label: 'Postcode',
    type: 'text',
    autocomplete: 'postal-code',
    accepts: (answer) => /^[A-Za-z0-9][A-Za-z0-9 -]{1,8}[A-Za-z0-9]$/.test(answer),
    problem: 'Enter a postcode of 3 to 10 letters and digits',
  },
  {
    step: 'address',
    name: 'city',
    label: 'Town or city',
    type: 'text',
    autocomplete: 'address-level2',
    accepts: isText,
    problem: 'Enter the town or city',
  },
  {
    step: 'address',
    name: 'country',
    label: 'Country',
    type: 'country',
    autocomplete: 'country-name',
    accepts: (answer) => COUNTRIES.some((country) => country === answer),
    problem: 'Choose one of the countries we send to',
  },
  {
    step: 'payment',
    name: 'payment',
    label: 'Payment method',
    type: 'payment',
    autocomplete: 'off',
    accepts: (answer) => PAYMENTS.some((payment) => payment.key === answer),
    problem: 'Choose how to pretend to pay',
  },
];

export type Answers = Readonly<Record<string, string>>;

/** Where a checkout stands after a form came in. */
export type Progress = {
  /** The step to show, or `done`. */
  readonly at: Step | 'done';
  /** The step that this form completed, if it did. */
  readonly completed: Step | null;
  readonly answers: Answers;
  /** What is wrong with the step shown: names of questions, in their order. */
  readonly problems: readonly Question[];
};

/** The answers a form carries, trimmed; questions it does not carry are unanswered. */
export function readAnswers(fields: Fields): Answers {
  return Object.fromEntries(
    QUESTIONS.map(({ name }) => [name, readField(fields, name).trim().slice(0, 200)]),
  );
}

function findProblems(step: Step, answers: Answers): readonly Question[] {
  return QUESTIONS.filter(
    (question) => question.step === step.key && !question.accepts(answers[question.name] ?? ''),
  );
}

/**
 * Takes a checkout form one step on. Every step up to the one sent is judged again, since the earlier answers travel
 * in the form and may have been changed; the first one with a problem is shown.
 * @param fields `step`: the step that was filled in; `back`: the step to return to instead; and the answers.
 */
export function advanceCheckout(fields: Fields): Progress {
  const answers = readAnswers(fields);
  const back = STEPS.find((step) => step.key === readField(fields, 'back'));
  if (back !== undefined) return { at: back, completed: null, answers, problems: [] };
  const sent = STEPS.findIndex((step) => step.key === readField(fields, 'step'));
  for (const step of STEPS.slice(0, sent + 1)) {
    const problems = findProblems(step, answers);
    if (problems.length > 0) return { at: step, completed: null, answers, problems };
  }
  return { at: STEPS[sent + 1] ?? 'done', completed: STEPS[sent] ?? null, answers, problems: [] };
}
