/** The element's parts. All of them are there from the start, so that nothing moves when the answer arrives. */
import { type Child, make } from '../treatments/element.ts';
import type { Own, Purpose } from './client.ts';
import type { Words } from './words.ts';

export const PURPOSES = [
  'analytics',
  'personalization',
  'share',
  'contact',
] as const satisfies readonly Purpose[];
const COUNTS = ['events', 'visits', 'orders', 'groups', 'estimates', 'contacts'] as const;

export type Acts = {
  allow(purpose: Purpose, isAllowed: boolean): void;
  download(format: 'html' | 'json'): void;
  object(): void;
  erase(): void;
};

export type View = {
  readonly root: HTMLElement;
  show(own: Own): void;
  /** Spoken as well. */
  say(text: string): void;
  receive(removed: Readonly<Record<string, number>>, at: string): void;
  /** Where reading goes on when what had the focus is gone. */
  rest(): void;
};

/** @param language BCP 47. @param isSilent The browser sends Global Privacy Control. */
export function createView(words: Words, language: string, isSilent: boolean, acts: Acts): View {
  const values = new Map<string, HTMLElement>();
  const switches = new Map(PURPOSES.map((purpose) => [purpose, createSwitch(purpose, acts)]));
  const title = make('h2', { tabindex: -1 }, words.title);
  const signal = make('p', {}, isSilent ? words.silent : words.heard);
  const state = createState(words);
  const status = make('p', { role: 'status' });
  const receipt = make('div', { class: 'receipt', hidden: '' });
  const facts = make(
    'dl',
    {},
    ...[...COUNTS, 'since' as const].map((name) => createFact(words, name, values)),
  );
  const rows = PURPOSES.map((purpose) => createRow(words, purpose, switches.get(purpose)));
  const question = createQuestion(words, acts, () => erase.focus());
  const erase = press(words.erase, question.open);
  const downloads = [
    press(words.read, () => acts.download('html')),
    press(words.machine, () => acts.download('json')),
  ];
  const objection = press(words.object, acts.object);
  const root = make(
    'section',
    { class: 'box', lang: language },
    title,
    signal,
    part(words.held, state.root, facts),
    part(words.allow, make('ul', {}, ...rows)),
    part(words.rights, make('div', { class: 'row' }, ...downloads, objection, erase), question.root),
    status,
    receipt,
  );
  const date = (at: string): string => new Date(at).toLocaleDateString(language, { dateStyle: 'long' });
  return {
    root,
    say: (text) => write(status, text),
    rest: () => title.focus(),
    receive: (removed, at) => {
      const count = Object.values(removed).reduce((sum, each) => sum + each, 0);
      const text = count === 0 ? words.erasedNone : words.erased(count, date(at));
      receipt.replaceChildren(
        make('h3', {}, words.receipt),
        make('p', {}, text),
        make('p', {}, words.keepNote),
      );
      receipt.hidden = false;
    },
    show: (own) => {
      const { held, consent, objection: objected } = own;
      state.show(stateOf(own, isSilent));
      for (const name of COUNTS) write(values.get(name), held ? held[name].toLocaleString(language) : '0');
      write(values.get('since'), held?.since ? date(held.since) : '–');
      for (const [purpose, box] of switches) {
        const hadFocus = box.matches(':focus');
        setSwitch(box, purpose, consent[purpose] === true, isSilent);
        // What can only be ended cannot be reached any more once it is.
        if (hadFocus && box.disabled) title.focus();
      }
      for (const button of [...downloads, erase]) button.disabled = !held;
      objection.disabled = !held || !!objected;
    },
  };
}

const STATES = ['loading', 'summary', 'objected', 'none', 'day', 'before'] as const;
type State = (typeof STATES)[number];

function stateOf({ held, policy, objection }: Own, isSilent: boolean): State {
  if (objection) return 'objected';
  if (held) return 'summary';
  if (isSilent) return 'none';
  return policy === 'session' || policy === 'auto' ? 'day' : 'before';
}

/** All sentences lie in one place, which is as high as the longest: none of them moves what comes after it. */
function createState(words: Words) {
  const lines = STATES.map((state) => make('p', {}, words[state]));
  const show = (shown: State): void => {
    for (const [at, line] of lines.entries()) line.className = STATES[at] === shown ? 'on' : '';
  };
  show('loading');
  return { root: make('div', { class: 'stack' }, ...lines), show };
}

/** What a page cannot grant it can only end; a browser that objects is not talked out of it. */
function setSwitch(box: HTMLInputElement, purpose: Purpose, isOn: boolean, isSilent: boolean): void {
  box.checked = isOn;
  box.disabled = (isSilent || purpose === 'contact') && !isOn;
}

function createFact(words: Words, name: keyof Words & string, values: Map<string, HTMLElement>): HTMLElement {
  const value = make('dd', {}, '–');
  values.set(name, value);
  return make('div', {}, make('dt', {}, String(words[name])), value);
}

function createRow(words: Words, purpose: Purpose, box: HTMLInputElement | undefined): HTMLElement {
  const label = make('label', {}, make('span', {}, words[purpose]), box);
  return make('li', {}, label, purpose === 'contact' && make('small', {}, words.contactHint));
}

const write = (element: HTMLElement | undefined, text: string): void => {
  if (element) element.textContent = text;
};

const part = (title: string, ...children: readonly Child[]): HTMLElement =>
  make('div', { class: 'part' }, make('h3', {}, title), ...children);

function press(text: string, act: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', disabled: '' }, text);
  element.onclick = act;
  return element;
}

function createSwitch(purpose: Purpose, { allow }: Acts): HTMLInputElement {
  const box = make('input', { type: 'checkbox', role: 'switch', disabled: '' });
  box.onchange = () => allow(purpose, box.checked);
  return box;
}

/** Both answers look the same and are as near. */
function createQuestion(words: Words, { erase }: Acts, leave: () => void) {
  const text = make('p', { id: 'ask', tabindex: -1 }, words.ask);
  const root = make('div', { class: 'ask', role: 'group', 'aria-labelledby': 'ask', hidden: '' });
  const close = (): void => {
    root.hidden = true;
    leave();
  };
  const yes = press(words.yes, () => {
    root.hidden = true;
    erase();
  });
  const no = press(words.no, close);
  yes.disabled = no.disabled = false;
  root.append(text, make('div', { class: 'row' }, yes, no));
  root.onkeydown = ({ key }) => {
    if (key === 'Escape') close();
  };
  const open = (): void => {
    root.hidden = false;
    text.focus();
  };
  return { root, open };
}
