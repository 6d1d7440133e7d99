import { totalsOf } from '../cart.ts';
import {
  COUNTRIES,
  PAYMENTS,
  type Progress,
  QUESTIONS,
  type Question,
  STEPS,
  type Step,
} from '../checkout.ts';
import { type Html, html } from '../html.ts';
import { CURRENCY, formatPrice, toDecimal } from '../money.ts';
import { lineProperties, trackEvent } from '../tracking.ts';
import { renderSummary } from './cart.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

export type Checkout = {
  readonly checkoutId: string;
  readonly step: Step;
  readonly progress: Progress;
  /** The first sight of it: no form that came back, and no page that was loaded again. */
  readonly isNew: boolean;
};

type Asked = { readonly question: Question; readonly answer: string; readonly isWrong: boolean };

const errorId = (question: Question): string => `${question.name}-problem`;

function renderProblem({ question, isWrong }: Asked): Html {
  return isWrong ? html`<p class="problem" id="${errorId(question)}">${question.problem}</p>` : html``;
}

function faultAttributes({ question, isWrong }: Asked): Html {
  return isWrong ? html` aria-invalid="true" aria-describedby="${errorId(question)}"` : html``;
}

function renderInput(asked: Asked): Html {
  const { question, answer } = asked;
  const { name, autocomplete } = question;
  if (question.type !== 'country') {
    return html`<input id="${name}" name="${name}" type="${question.type}" value="${answer}" autocomplete="${autocomplete}" maxlength="100" required${faultAttributes(asked)}>`;
  }
  const countries = COUNTRIES.map(
    (country) => html`<option${country === answer && html` selected`}>${country}</option>`,
  );
  return html`<select id="${name}" name="${name}" autocomplete="${autocomplete}" required${faultAttributes(asked)}><option value="">Choose a country</option>${countries}</select>`;
}

function renderPayments(asked: Asked): Html {
  const { question, answer } = asked;
  const choices = PAYMENTS.map(
    (
      { key, name, hint },
      index,
    ) => html`<p class="way"><input type="radio" id="${index === 0 ? question.name : key}" name="${question.name}" value="${key}"${key === answer && html` checked`} required>
<label for="${index === 0 ? question.name : key}">${name} <small>${hint}</small></label></p>`,
  );
  return html`<fieldset${faultAttributes(asked)}><legend>${question.label}</legend>${renderProblem(asked)}${choices}</fieldset>`;
}

function renderQuestion(asked: Asked): Html {
  if (asked.question.type === 'payment') return renderPayments(asked);
  return html`<div class="field"><label for="${asked.question.name}">${asked.question.label}</label>${renderProblem(asked)}${renderInput(asked)}</div>`;
}

/** Says at the top what is wrong, with a way to each place; read out as soon as the page is there. */
function renderProblems(problems: readonly Question[]): Html {
  if (problems.length === 0) return html``;
  const items = problems.map(({ name, problem }) => html`<li><a href="#${name}">${problem}</a></li>`);
  return html`<div class="problems" role="alert" aria-labelledby="problems"><h2 id="problems">Something is missing</h2><ul>${items}</ul></div>`;
}

function renderSteps(current: Step): Html {
  const items = STEPS.map(
    (step) => html`<li${step === current && html` aria-current="step"`}>${step.name}</li>`,
  );
  return html`<ol class="steps" aria-label="Steps">${items}</ol>`;
}

/** The other steps' answers go along in the form: they are personal, so they are never part of an address. */
function renderCarried({ step, progress }: Checkout): Html {
  const carried = QUESTIONS.filter((question) => question.step !== step.key).flatMap(({ name }) => {
    const answer = progress.answers[name] ?? '';
    return answer === '' ? [] : html`<input type="hidden" name="${name}" value="${answer}">`;
  });
  return html`${carried}`;
}

/** What this page reports: where the checkout is, and the step that the last form completed. */
function renderEvents(page: Page, { checkoutId, step, progress, isNew }: Checkout): Html {
  const at = (of: Step): Record<string, string | number> => ({
    checkout_id: checkoutId,
    step: STEPS.indexOf(of) + 1,
  });
  const { cart } = page.visit;
  const started = trackEvent('Checkout Started', {
    checkout_id: checkoutId,
    value: toDecimal(totalsOf(cart).totalMinor),
    currency: CURRENCY,
    products: lineProperties(cart),
  });
  const completed = progress.completed;
  return html`${isNew && html`<span ${started}></span>`}${completed !== null && html`<span ${trackEvent('Checkout Step Completed', at(completed))}></span>`}
${progress.problems.length === 0 && html`<span ${trackEvent('Checkout Step Viewed', at(step))}></span>`}`;
}

function renderButtons(page: Page, step: Step): Html {
  const before = STEPS[STEPS.indexOf(step) - 1];
  const isLast = step === STEPS.at(-1);
  const pay = `Pretend to pay ${formatPrice(totalsOf(page.visit.cart).totalMinor)}`;
  const back =
    before !== undefined &&
    html`<button type="submit" name="back" value="${before.key}" class="plain">Back to ${before.name.toLowerCase()}</button>`;
  return html`<p class="actions"><button type="submit">${isLast ? pay : 'Continue'}</button> ${back}</p>`;
}

/** One step of the checkout. */
export function checkoutPage(page: Page, checkout: Checkout): Content {
  const { step, progress } = checkout;
  const questions = QUESTIONS.filter((question) => question.step === step.key).map((question) =>
    renderQuestion({
      question,
      answer: progress.answers[question.name] ?? '',
      isWrong: progress.problems.includes(question),
    }),
  );
  return {
    title: `${progress.problems.length > 0 ? 'Error: ' : ''}Checkout, ${step.name.toLowerCase()}`,
    main: html`<h1>Checkout</h1>${renderSteps(step)}${renderEvents(page, checkout)}<div class="beside">
<form class="asks" method="post" action="${page.base}/checkout" data-beginning="${linkTo(page, '/checkout', { checkout: checkout.checkoutId })}" novalidate>${renderProblems(progress.problems)}
${visitFields(page)}<input type="hidden" name="checkout" value="${checkout.checkoutId}"><input type="hidden" name="step" value="${step.key}">${renderCarried(checkout)}
<h2>${step.name}</h2>${questions}${renderButtons(page, step)}</form>
<section class="box" aria-labelledby="order"><h2 id="order">Your order</h2>${renderSummary(page.visit.cart)}<p><a href="${linkTo(page, '/cart')}">Change the cart</a></p></section></div>
<p class="line">A demonstration: made-up answers are welcome. They stay in this form and are forgotten at its end, or when the page is loaded again.</p>`,
  };
}
