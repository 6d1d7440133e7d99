/** One question, answered with one press. */
import type { Show } from './kind.ts';
import type { Tools } from './parts.ts';

export const showSurvey =
  ({ actions, button, closing, make, naming, say }: Tools): Show<'survey'> =>
  ({ question, answers, thanks, dismiss }, hands) => {
    const content = make('div', { class: 'flow' });
    const answer = (key: string): void => {
      hands.act('answered', key);
      const said = say('p', thanks, { id: 't', role: 'status', tabindex: -1 });
      // The answer is given: closing it now refuses nothing.
      const end = closing({ ...hands, dismiss: hands.close }, dismiss);
      content.replaceChildren(make('div', { class: 'flow' }, said, actions(end)));
      said.focus();
    };
    const buttons = answers.map(({ key, label }) => button(label, () => answer(key)));
    const group = make('div', { class: 'flow', role: 'group', 'aria-labelledby': 't' }, ...buttons);
    content.append(make('div', { class: 'flow' }, naming(question), group, actions(closing(hands, dismiss))));
    return { nodes: [content] };
  };
