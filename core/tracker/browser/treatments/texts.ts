/** Kinds that are a text with an action, and come at once: message, banner, chat prompt. */
import { findChat } from './chat.ts';
import { button, say } from './element.ts';
import { actions, anchor, closing, type Kind, naming, type Show } from './kind.ts';

export const TEXTS: { readonly [K in Kind]?: Show<K> } = {
  message: ({ title, text, action, dismiss }, hands) => ({
    nodes: [naming(title), say('p', text), actions(anchor(hands, action), closing(hands, dismiss))],
  }),

  banner: ({ text, action, dismiss }, hands) => ({
    nodes: [naming(text, 'p'), actions(anchor(hands, action), closing(hands, dismiss))],
  }),

  chat: ({ text, open, provider, dismiss }, hands) => {
    const press = (): void => {
      hands.act('clicked');
      hands.close();
      findChat(provider)?.();
    };
    return { nodes: [naming(text, 'p'), actions(button(open, press), closing(hands, dismiss))] };
  },
};
