/** A mail as most programs show it: sender and subject, what stands beside them, and the letter. */
import type { Mail, Text } from '../../../core/decisions/treatment.ts';
import type { ShowMessage } from './message.ts';

/** @example showMail(mail, message) */
export function showMail(
  { subject, preheader, heading, text, action, products }: Mail,
  { language, isDark, standIns }: Pick<ShowMessage, 'language' | 'isDark' | 'standIns'>,
): void {
  document.documentElement.lang = language;
  document.documentElement.dataset.scheme = isDark ? 'dark' : 'light';
  const write = (part: Text | undefined): string => choose(part, language);
  const listed = products === undefined ? [] : standIns.products.slice(0, 2);
  document.body.replaceChildren(
    element(
      'header',
      'mail-head',
      element('p', 'mail-from', standIns.shop),
      element('p', 'mail-subject', `${standIns.subject} ${write(subject)}`),
      preheader !== undefined && element('p', 'mail-preheader', write(preheader)),
    ),
    element(
      'article',
      'mail',
      heading !== undefined && element('h1', '', write(heading)),
      ...paragraphsOf(write(text)).map((paragraph) => element('p', '', paragraph)),
      ...listed.map((name) => element('p', 'mail-product', name)),
      action !== undefined && element('p', '', element('span', 'mail-button', write(action.label))),
    ),
  );
}

/** As treatments choose on a page. */
function choose(text: Text | undefined, language: string): string {
  if (text === undefined || typeof text === 'string') return text ?? '';
  return text[language] ?? Object.values(text)[0] ?? '';
}

/** Separated by an empty line. */
function paragraphsOf(text: string): readonly string[] {
  return text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
}

function element(tag: string, look: string, ...children: readonly (Node | string | false)[]): HTMLElement {
  const made = document.createElement(tag);
  if (look !== '') made.className = look;
  made.append(...children.filter((child) => child !== false));
  return made;
}
